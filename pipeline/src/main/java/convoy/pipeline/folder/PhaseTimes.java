// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Seconds that each phase of a run took, in {@code phases.json}; training that is resumed adds up,
 * with the time until it was broken off by an error. What a killed process took is not known.
 */
public final class PhaseTimes {
  private final RunFolder run;

  public PhaseTimes(RunFolder run) {
    this.run = run;
  }

  /** Work that may fail to reach a file system. */
  @FunctionalInterface
  public interface Phase<T> {
    T run() throws IOException;
  }

  /** Does the work of a phase and, where it is done, writes down how long it took this time. */
  public <T> T time(String name, Phase<T> phase) throws IOException {
    long begin = System.nanoTime();
    T result = phase.run();
    write(name, begin, (before, now) -> now);
    return result;
  }

  /** Does more of a phase and adds the time that it took to that of before, even if it fails. */
  public <T> T timeMore(String name, Phase<T> phase) throws IOException {
    long begin = System.nanoTime();
    T result;
    try {
      result = phase.run();
    } catch (Exception e) { // Spark throws checked exceptions that it does not declare
      try {
        write(name, begin, Double::sum);
      } catch (IOException | RuntimeException unwritten) {
        e.addSuppressed(unwritten);
      }
      throw e;
    }
    write(name, begin, Double::sum);
    return result;
  }

  private void write(String name, long begin, BinaryOperator<Double> merge) throws IOException {
    Map<String, Double> seconds = read();
    seconds.merge(name, (System.nanoTime() - begin) / 1e9, merge);
    run.write(run.phases(), Provenance.toJson(seconds));
  }

  /** Seconds by phase, in the order in which they were done first. */
  public Map<String, Double> read() throws IOException {
    return parse(run.read(run.phases()).orElse("{}"), run.phases().toString());
  }

  /** The same of the file's text. */
  static Map<String, Double> parse(String json, String where) {
    Map<String, Double> seconds =
        Provenance.parse(json, where, new TypeReference<Map<String, Double>>() {});
    seconds.forEach(
        (phase, time) -> {
          if (time == null || !(time >= 0 && Double.isFinite(time))) {
            throw new BadInputException(
                "%s is damaged: a phase took %s seconds".formatted(where, time));
          }
        });
    return seconds;
  }
}
