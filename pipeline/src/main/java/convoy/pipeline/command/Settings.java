// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.List;

/** Turns an option that was given into the setting that it stands for. */
final class Settings {
  private Settings() {}

  static void add(List<String> settings, String key, String value) {
    if (value != null) {
      settings.add(key + "=" + value);
    }
  }
}
