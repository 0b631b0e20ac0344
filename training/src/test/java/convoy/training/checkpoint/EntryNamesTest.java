// SPDX-License-Identifier: Apache-2.0
package convoy.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.training.averaging.Position;
import convoy.training.replica.Replica;
import convoy.training.replica.UpdaterStatePolicy;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The names of a checkpoint's entries are the same in every locale, and those of before are read.
 */
class EntryNamesTest {
  private final Replica replica = CheckpointSamples.replica();
  private final Checkpoint checkpoint =
      CheckpointSamples.checkpoint(
          replica, UpdaterStatePolicy.KEEP, new Position(2, 9, 3, 40, List.of(6, 5)), 0.5);

  private byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    CheckpointFile.write(checkpoint, replica, out);
    return out.toByteArray();
  }

  @ParameterizedTest
  @ValueSource(strings = {"en-US", "fa-IR", "ar-EG-u-nu-arab", "mr-IN", "bn-BD", "ne-NP", "tr-TR"})
  void theyAreTheSameInEveryLocale(String tag) throws IOException {
    Locale before = Locale.getDefault();
    byte[] file;
    try {
      Locale.setDefault(Locale.forLanguageTag(tag));
      file = written();
    } finally {
      Locale.setDefault(before);
    }

    assertThat(names(file))
        .containsExactly(
            "configuration.json",
            "coefficients.bin",
            "updaterState.bin",
            "convoy/checkpoint.json",
            "convoy/exponential-average.f64",
            "convoy/epoch-ends.f64",
            "convoy/epoch-end-0000.f32",
            "convoy/epoch-end-0001.f32",
            "convoy/outer-momentum.f32",
            "convoy/updater-state-00000.f32",
            "convoy/updater-state-00001.f32");
  }

  /** Convoy once wrote them with the digits of the default locale. */
  @ParameterizedTest
  @ValueSource(ints = {'\u06f0', '\u0660', '\u0966', '\u09e6'})
  void digitsOfALocaleAreRead(int zero) throws IOException {
    byte[] old = renamed(written(), zero);
    assertThat(names(old))
        .contains("convoy/epoch-end-" + Character.toString(zero).repeat(4) + ".f32");

    Checkpoint read = CheckpointFile.read(new ZipBytes.InMemory(old));

    assertThat(read.info()).isEqualTo(checkpoint.info());
    assertThat(read.state().updaterStates())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(checkpoint.state().updaterStates());
    assertThat(read.state().averages().lastEpochs())
        .usingElementComparator(Arrays::compare)
        .isEqualTo(checkpoint.state().averages().lastEpochs());
  }

  private static List<String> names(byte[] file) throws IOException {
    List<String> names = new ArrayList<>();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      names.add(entry.getName());
    }
    return names;
  }

  /** The vectors that have a number in their names get one in other digits. */
  private static byte[] renamed(byte[] file, int zero) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ZipInputStream zip = new ZipInputStream(new ByteArrayInputStream(file));
    ZipEntries entries = new ZipEntries(out);
    for (ZipEntry entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
      String name = entry.getName();
      entries.put(name.matches(".*-\\d+\\.f32") ? inDigits(name, zero) : name, zip.readAllBytes());
    }
    entries.finish();
    return out.toByteArray();
  }

  private static String inDigits(String name, int zero) {
    int number = name.lastIndexOf('-');
    return name.substring(0, number)
        + name.substring(number)
            .replace("0", Character.toString(zero))
            .replace("1", Character.toString(zero + 1));
  }
}
