// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import convoy.preprocessing.ImageShape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * The first frame of a WebP file (RFC 9649), of which no chunk is cut short.
 *
 * @param shape of the canvas
 * @param frame where the first frame lies on it
 * @param essential a WebP file of this frame alone, without profiles, EXIF and later frames
 */
record WebpFile(ImageShape shape, FramePlace frame, byte[] essential) {
  private static final int FILE_HEADER = 12;
  private static final int CHUNK_HEADER = 8;
  private static final int FRAME_HEADER = 16;
  private static final int EXTENDED_HEADER = 10;
  private static final int ALPHA = 0x10;

  /** As many bytes of pixels to one of the file as the library believes; it counts four a pixel. */
  private static final int MOST_EXPANSION = 2048;

  /** The library holds 50 bytes for a pixel of a lossy image, which is many for a large one. */
  private static final int LOSSY_SHARE = 4;

  /** The library reads a little beyond the last code. */
  private static final int MARGIN = 16;

  /** Walks up to the end of the first frame. */
  static WebpFile read(byte[] file, DecodeLimits limits) throws RejectedImageException {
    return new Walk(file, limits).toFirstFrame();
  }

  /** A stretch of the file, a chunk's data. */
  private record Chunk(String type, int begin, int length) {}

  private static final class Walk {
    private final byte[] file;
    private final DecodeLimits limits;
    private final ByteReader in;
    private ImageShape canvas;
    private int left;
    private int top;
    private ImageShape announced;
    private Chunk alpha;

    private Walk(byte[] file, DecodeLimits limits) {
      this.file = file;
      this.limits = limits;
      this.in = new ByteReader(file);
    }

    private WebpFile toFirstFrame() throws RejectedImageException {
      in.skip(4);
      long length = Integer.toUnsignedLong(in.i32Little());
      in.skip(4);
      in.require(length - 4);
      while (true) {
        Chunk chunk = next();
        switch (chunk.type()) {
          case "VP8X" -> {
            in.skip(4);
            canvas = limits.admit(1L + in.u24Little(), 1L + in.u24Little());
            announced = canvas;
            skipTo(chunk);
          }
          case "ANMF" -> animation(chunk);
          case "ALPH" -> {
            alpha = chunk;
            skipTo(chunk);
          }
          case "VP8 ", "VP8L" -> {
            return frame(chunk);
          }
          default -> skipTo(chunk);
        }
      }
    }

    /** Stands at the chunk's data afterwards. */
    private Chunk next() throws RejectedImageException {
      String type = new String(in.bytes(4), StandardCharsets.ISO_8859_1);
      long length = Integer.toUnsignedLong(in.i32Little());
      in.require(length);
      return new Chunk(type, in.position(), (int) length);
    }

    /** Goes to the end of a chunk, which is padded to an even length. */
    private void skipTo(Chunk chunk) throws RejectedImageException {
      in.skip((long) chunk.begin() + chunk.length() + (chunk.length() & 1) - in.position());
    }

    /** Goes to the chunks within a frame of an animation. */
    private void animation(Chunk chunk) throws RejectedImageException {
      if (canvas == null || chunk.length() < FRAME_HEADER) {
        throw RejectedImageException.damaged("a WebP frame of an animation without its header");
      }
      left = 2 * in.u24Little();
      top = 2 * in.u24Little();
      announced = limits.admit(1L + in.u24Little(), 1L + in.u24Little());
      in.skip(4);
    }

    private WebpFile frame(Chunk pixels) throws RejectedImageException {
      boolean lossy = pixels.type().equals("VP8 ");
      ImageShape frame = lossy ? lossyShape(pixels) : losslessShape();
      if (canvas == null) {
        canvas = frame;
      } else if (!frame.equals(announced)
          || (long) left + frame.width() > canvas.width()
          || (long) top + frame.height() > canvas.height()) {
        throw RejectedImageException.damaged(
            "a WebP frame of %s at %s, %s on a canvas of %s".formatted(frame, left, top, canvas));
      }
      FramePlace place = new FramePlace(left, top, frame.width(), frame.height());
      return new WebpFile(canvas, place, essential(frame, pixels, lossy));
    }

    private ImageShape lossyShape(Chunk chunk) throws RejectedImageException {
      int tag = in.u24Little();
      boolean inter = (tag & 1) == 1;
      if (inter || in.u8() != 0x9D || in.u8() != 0x01 || in.u8() != 0x2A) {
        throw RejectedImageException.damaged("lossy WebP pixels without the header of a key frame");
      }
      ImageShape shape = limits.admit(in.u16Little() & 0x3FFF, in.u16Little() & 0x3FFF);
      if ((tag >> 5) > chunk.length() - EXTENDED_HEADER) {
        throw RejectedImageException.truncated(
            "%s bytes of lossy WebP pixels, whose first part alone has %s"
                .formatted(chunk.length(), tag >> 5));
      }
      if (shape.plane() > limits.pixels() / LOSSY_SHARE) {
        throw RejectedImageException.tooLarge(
            "a lossy WebP of %s, whose decoding takes 50 bytes a pixel; at most %s pixels"
                .formatted(shape, limits.pixels() / LOSSY_SHARE));
      }
      return shape;
    }

    private ImageShape losslessShape() throws RejectedImageException {
      if (in.u8() != 0x2F) {
        throw RejectedImageException.damaged("lossless WebP pixels without their signature");
      }
      int sizes = in.i32Little();
      return limits.admit(1 + (sizes & 0x3FFF), 1 + (sizes >> 14 & 0x3FFF));
    }

    private byte[] essential(ImageShape frame, Chunk pixels, boolean lossy)
        throws RejectedImageException {
      boolean extended = lossy && alpha != null;
      if (extended && (alpha.length() == 0 || (file[alpha.begin()] & 3) != 1)) {
        throw RejectedImageException.unsupported("lossy WebP with alpha that is not compressed");
      }
      int length =
          FILE_HEADER
              + (extended ? 2 * CHUNK_HEADER + EXTENDED_HEADER + even(alpha.length()) : 0)
              + CHUNK_HEADER
              + even(pixels.length());
      int padded = Math.max(length + MARGIN, (int) (4L * frame.plane() / MOST_EXPANSION) + 1);
      ByteBuffer out = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
      name(out, "RIFF").putInt(length - CHUNK_HEADER);
      name(out, "WEBP");
      if (extended) {
        name(out, "VP8X").putInt(EXTENDED_HEADER).putInt(ALPHA);
        put24(out, frame.width() - 1);
        put24(out, frame.height() - 1);
        put(out, alpha);
      }
      put(out, pixels);
      return out.array();
    }

    private void put(ByteBuffer out, Chunk chunk) {
      name(out, chunk.type()).putInt(chunk.length()).put(file, chunk.begin(), chunk.length());
      out.position(out.position() + (chunk.length() & 1));
    }
  }

  private static int even(int length) {
    return length + (length & 1);
  }

  private static ByteBuffer name(ByteBuffer out, String type) {
    return out.put(type.getBytes(StandardCharsets.ISO_8859_1));
  }

  private static void put24(ByteBuffer out, int value) {
    out.putShort((short) value).put((byte) (value >> 16));
  }
}
