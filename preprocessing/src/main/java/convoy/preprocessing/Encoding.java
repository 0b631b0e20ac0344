// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the bytes of an example's image are laid out. */
public enum Encoding {
  /** Three planes R, G, B of one byte a pixel, each row by row: {@code [3, height, width]}. */
  RGB8("rgb8", 3),
  /** One plane of a byte a pixel, row by row: {@code [1, height, width]}. */
  GRAY8("gray8", 1),
  /** Little-endian features of four bytes each, not an image: {@code [n, 1, 1]}. */
  FLOAT32("float32", 0),
  /** A JPEG file; decoded, as are the formats below, to {@code [3, height, width]}. */
  JPEG("jpeg", 3),
  /** A PNG file. */
  PNG("png", 3),
  /** A GIF file, of which the first frame counts. */
  GIF("gif", 3),
  /** A Windows bitmap. */
  BMP("bmp", 3),
  /** A WebP file, of which the first frame counts. */
  WEBP("webp", 3),
  /** A TIFF file, of which the first page counts. */
  TIFF("tiff", 3),
  /**
   * An image file as it was found, whose format nobody has looked at yet; never in a shard. The
   * shape of such an example is null.
   */
  FILE("file", 3);

  private final String code;
  private final int channels;

  Encoding(String code, int channels) {
    this.code = code;
    this.channels = channels;
  }

  /** What the values of a decoded example are. */
  public ElementType elements() {
    return this == FLOAT32 ? ElementType.FLOAT32 : ElementType.UINT8;
  }

  /** Channels of a decoded image; 0 for what is not an image. */
  public int channels() {
    return channels;
  }

  /** The name that shards carry, for example {@code rgb8}. */
  public String code() {
    return code;
  }

  /**
   * The encoding of that name.
   *
   * @throws BadInputException if there is none
   */
  public static Encoding of(String code) {
    return Arrays.stream(values())
        .filter(encoding -> encoding.code.equals(code))
        .findFirst()
        .orElseThrow(
            () ->
                new BadInputException(
                    "unknown image encoding '%s'; known: %s"
                        .formatted(
                            code,
                            Arrays.stream(values())
                                .map(Encoding::code)
                                .collect(Collectors.joining(", ")))));
  }
}
