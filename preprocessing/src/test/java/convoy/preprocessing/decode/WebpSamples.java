// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.decode;

import java.util.Base64;

/** WebP files of drawn pictures, made with Pillow; nothing in Java writes them. */
final class WebpSamples {
  /** {@link Pictures#smooth} of 7 x 11. */
  static final byte[] LOSSLESS =
      decode(
          """
          UklGRkAAAABXRUJQVlA4TDMAAAAvCoABAImM6H8sIqL/AQVt2zAB0o4/0T8CBNm2oSH0Fj/3fihM2oDp7itxiGx6
          agX3KRAA
          """);

  /** The same of 33 x 45, lossy. */
  static final byte[] LOSSY =
      decode(
          """
          UklGRq4AAABXRUJQVlA4IKIAAADQBgCdASotACEAPqVCmUm/o6KhNUgD8BSJZgCsM4BDr8Rf4AtMjnPRKTXjtyrn
          MtngVKKe/caa+MUxOoa8IdAA/u7YIA7mr1ko//zNuqLnRN0oVRzHunIWdEzE2usuxpReHnRnTGYOINWpHuc/nmAi
          h0s6IDkeBznudu5LhasDIsW0aWVIH7i7IACNdlBbOrDxonIzmz5yQsdHdTkl6DEOAAA=
          """);

  /** The same of 12 x 20, lossy; opacity is 255 x / 19, rounded down. */
  static final byte[] ALPHA =
      decode(
          """
          UklGRoYAAABXRUJQVlA4WAoAAAAQAAAAEwAACwAAQUxQSBEAAAAFIJO2mYHUv+u9EREjkUTSNwBWUDggTgAAALAD
          AJ0BKhQADAA+7WqtTymmJCMwCAEwHYlsAJ0yhHcAKbv3TsMQAP6+SP5ga/vvhT7Y0s5J5x5vOALtdxVFxHngV3xk
          Baggq73PB8AAAA==
          """);

  /** The same without loss. */
  static final byte[] LOSSLESS_ALPHA =
      decode(
          """
          UklGRnYAAABXRUJQVlA4TGoAAAAvE8ACEAmAIAb8D5uI6H9qMfzFj/5HolDQto0UCDcCxx/oVwjZJBZM8d5wIsi2
          6fxRD3GCbFvcA+xCgiTQ9Ahsv0jkLdXR2W1TJwmWUxHc2d1fIeEEENAfZ1eSsJCwE87DK5nbs1tIOAEB
          """);

  /** Two frames of 7 x 11, without loss; the first is {@link #LOSSLESS}. */
  static final byte[] ANIMATED =
      decode(
          """
          UklGRuAAAABXRUJQVlA4WAoAAAASAAAACgAABgAAQU5JTQYAAAAAAAAAAABBTk1GTAAAAAAAAAAAAAoAAAYAAAAA
          AAJWUDhMMwAAAC8KgAEAiYzofywiov8BBW3bMAHSjj/RPwIE2bahIfQWP/d+KEzagOnuK3GIbHpqBfcpEABBTk1G
          YAAAAAAAAAAAAAoAAAYAAAAAAABWUDhMRwAAAC8KgAEQiTJE9D8WEdH/gEI2kqD6mx3HHcqLQJBtU3+1w3wIQoKE
          4ntHCwiK/B9NYdo2THZ7SmyKRxlXCiws2dAC4SWa4fkGAA==
          """);

  /** A few rectangles, 40 x 48, written by the quickest method of the encoder. */
  static final byte[] QUICKEST =
      decode(
          """
          UklGRoYBAABXRUJQVlA4IHoBAABwBwCdASowACgAPs1SpEunpKOhqq1Q8BmJbGuPa5kdOblsqAA5MjnyhEVfAcfJ
          uzJNczl6gN5d9ADpdQjU9cMgssizfAD+xy9X4LOH/BA6il3Bxmef3poICblqLP/BAKvp2fIIgBm3vHUa++aUhUlp
          3lmsFML+en9N/8m79f9gGf9PfDCz/3BnMb1INvUEWyc0KRkOC9hKiTpA86U3OJ4yY8ZvY/ciBqTKqO0IcHbn5eI8
          YXuW4rfI7f729+4tEa1juT4ZjbHWrJs4UnzcQh9nJr8yT9o21j9bjy6RNh0OVVAtjbDDS2kR2c2YPqyc4WVWbp52
          Kems5dLOZ3UZHUcJXFsEbn/vAu/b+0wUHbwHIq5XPhvZdeiS+GqUv/AlmdyB3toN4YcTZxkQtYq4GJNTG+5Bo3Zl
          L7Gct3CM5iggIu6Z66D8COpf/Q/P/+/7fDLm/+Z9XulZ0C13Rvv25Mb8JWZQI4mype6lP8R4sFw4SOcoah5HvBoA
          AAA=
          """);

  /** Of {@link #QUICKEST}, means of squares of 8 x 8 pixels: planes R, G, B, as Pillow has them. */
  static final int[] QUICKEST_MEANS = {
    168, 146, 94, 102, 150, 132, 168, 141, 69, 84, 143, 108, 165, 165, 161, 164, 164, 162, 168, 165,
    167, 100, 68, 71, 160, 108, 103, 61, 35, 31, 77, 92, 129, 122, 62, 42, 77, 94, 148, 137, 55, 20,
    77, 77, 79, 79, 75, 67, 76, 77, 77, 102, 90, 76, 87, 144, 145, 124, 86, 116, 206, 206, 210, 212,
    168, 104, 204, 203, 215, 210, 145, 46, 202, 203, 202, 200, 193, 182, 200, 201, 203, 127, 117,
    134, 190, 112, 111, 75, 89, 82
  };

  private WebpSamples() {}

  private static byte[] decode(String base64) {
    return Base64.getMimeDecoder().decode(base64);
  }
}
