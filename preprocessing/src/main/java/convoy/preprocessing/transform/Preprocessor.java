// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.transform;

import java.io.Serializable;

public interface Preprocessor extends Serializable {
  String name();

  void apply(float[] images, int count);
}
