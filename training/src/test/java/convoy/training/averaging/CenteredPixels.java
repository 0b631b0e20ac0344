// SPDX-License-Identifier: Apache-2.0
package convoy.training.averaging;

import convoy.preprocessing.transform.Preprocessor;

record CenteredPixels() implements Preprocessor {
  @Override
  public String name() {
    return "centered";
  }

  @Override
  public void apply(float[] images, int count) {
    for (int i = 0; i < images.length; i++) {
      images[i] = (images[i] - 128) / 64;
    }
  }
}
