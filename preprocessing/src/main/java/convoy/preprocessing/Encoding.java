// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing;

import java.util.Arrays;
import java.util.stream.Collectors;

/** How the bytes of an example's image are laid out. */
public enum Encoding {
  /** Three planes R, G, B of one byte a pixel, each row by row: {@code [3, height, width]}. */
  RGB8("rgb8");

  private final String code;

  Encoding(String code) {
    this.code = code;
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
