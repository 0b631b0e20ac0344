// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.pipeline.session.Build;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Every reading of the test split by a run, as {@code test-readings.csv}: each makes the next
 * number a little less of a test. Nothing but a replaced run takes a line away.
 */
public final class TestReadings {
  private static final RecordTable<Reading> FILE =
      new RecordTable<>(
          "time,commit,splitDigest,members",
          reading ->
              List.of(
                  reading.time(),
                  reading.commit(),
                  reading.splitDigest(),
                  String.join(";", reading.members())),
          fields ->
              new Reading(
                  fields.name(), fields.name(), fields.name(), List.of(fields.name().split(";"))));

  private TestReadings() {}

  /**
   * A reading of the test split.
   *
   * @param time in UTC, to the second
   * @param commit that Convoy was built of
   * @param splitDigest of the test split
   * @param members that were measured
   */
  public record Reading(String time, String commit, String splitDigest, List<String> members) {}

  /** Adds a reading that is about to be. */
  public static Reading record(RunFolder run, String splitDigest, List<String> members)
      throws IOException {
    String now = Instant.now().truncatedTo(ChronoUnit.SECONDS).toString();
    var reading = new Reading(now, Build.commit(), splitDigest, members);
    List<Reading> all = new ArrayList<>(read(run));
    all.add(reading);
    FILE.write(run, run.testReadings(), all);
    return reading;
  }

  /** All of them, the first one first. */
  public static List<Reading> read(RunFolder run) throws IOException {
    return FILE.read(run, run.testReadings());
  }
}
