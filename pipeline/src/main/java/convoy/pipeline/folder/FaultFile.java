// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import convoy.training.monitor.Fault;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Every fault of a run, as {@code faults.csv}, in the order in which they occurred; a run that goes
 * on keeps those of before, of rounds that it trains again too.
 */
public final class FaultFile {
  /** Stack traces are for the log. */
  private static final int LONGEST = 300;

  private static final RecordTable<Fault> FILE =
      new RecordTable<>(
          "time,round,kind,detail",
          fault -> List.of(fault.time(), fault.round(), fault.kind().text(), fault.detail()),
          fields -> new Fault(fields.name(), fields.whole(), kind(fields.name()), fields.name()));

  private FaultFile() {}

  private static Fault.Kind kind(String name) {
    for (Fault.Kind kind : Fault.Kind.values()) {
      if (kind.text().equals(name)) {
        return kind;
      }
    }
    throw new NumberFormatException("no fault is called " + name);
  }

  /** A fault that occurs now. */
  public static Fault now(int round, Fault.Kind kind, String detail) {
    String line = detail.lines().findFirst().orElse("").strip();
    return new Fault(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        round,
        kind,
        line.substring(0, Math.min(LONGEST, line.length())));
  }

  /** Adds faults to those that are on record. */
  public static void add(RunFolder run, List<Fault> faults) throws IOException {
    if (faults.isEmpty()) {
      return;
    }
    List<Fault> all = new ArrayList<>(read(run));
    all.addAll(faults);
    FILE.write(run, run.faults(), all);
  }

  /**
   * All of them; none where there is no file.
   *
   * @throws convoy.preprocessing.BadInputException if the file is damaged
   */
  public static List<Fault> read(RunFolder run) throws IOException {
    return FILE.read(run, run.faults());
  }
}
