// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.folder;

import com.fasterxml.jackson.core.type.TypeReference;
import java.io.IOException;
import java.util.Map;
import java.util.function.BinaryOperator;

/**
 * Seconds that each phase of a run took, in {@code phases.json}; training that is resumed adds up.
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

  /** Does the work of a phase and writes down how long it took this time. */
  public <T> T time(String name, Phase<T> phase) throws IOException {
    return time(name, phase, (before, now) -> now);
  }

  /** Does more of a phase and adds the time that it took to that of before. */
  public <T> T timeMore(String name, Phase<T> phase) throws IOException {
    return time(name, phase, Double::sum);
  }

  private <T> T time(String name, Phase<T> phase, BinaryOperator<Double> merge) throws IOException {
    long begin = System.nanoTime();
    T result = phase.run();
    Map<String, Double> seconds = read();
    seconds.merge(name, (System.nanoTime() - begin) / 1e9, merge);
    run.write(run.phases(), Provenance.toJson(seconds));
    return result;
  }

  /** Seconds by phase, in the order in which they were done first. */
  public Map<String, Double> read() throws IOException {
    return Provenance.parse(
        run.read(run.phases()).orElse("{}"),
        run.phases().toString(),
        new TypeReference<Map<String, Double>>() {});
  }
}
