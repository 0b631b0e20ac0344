// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.report;

import convoy.evaluation.metric.MemberMetrics;
import convoy.evaluation.picture.Filters;
import convoy.preprocessing.Split;
import convoy.training.monitor.Fault;
import convoy.training.monitor.RoundRecord;
import convoy.training.monitor.Samples;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Everything that the report of a run shows. Any part may be empty: the page then says so, or
 * leaves the picture out.
 *
 * @param origin where the run came from and what it took
 * @param training how it learnt, and from what
 * @param results how good it is
 */
public record RunReport(Origin origin, Training training, Results results) {

  /**
   * Checks that every part is there.
   *
   * @throws NullPointerException if one is null
   */
  public RunReport {
    Objects.requireNonNull(origin, "origin");
    Objects.requireNonNull(training, "training");
    Objects.requireNonNull(results, "results");
  }

  /**
   * Where the run came from and what it took.
   *
   * @param title of the page
   * @param provenance versions, seeds, digests and settings, by name, in the order to show them
   * @param phaseSeconds seconds spent in each phase of the run, in order
   * @param faults that did not end it, in order
   */
  public record Origin(
      String title,
      Map<String, String> provenance,
      Map<String, Double> phaseSeconds,
      List<Fault> faults) {

    /** A run without faults. */
    public Origin(String title, Map<String, String> provenance, Map<String, Double> phaseSeconds) {
      this(title, provenance, phaseSeconds, List.of());
    }

    /**
     * Copies the maps, which keep their order, and the list.
     *
     * @throws NullPointerException if anything is null, a value in a map included
     */
    public Origin {
      Objects.requireNonNull(title, "title");
      provenance = copy(provenance);
      phaseSeconds = copy(phaseSeconds);
      faults = List.copyOf(faults);
    }

    private static <T> Map<String, T> copy(Map<String, T> map) {
      map.forEach((key, value) -> Objects.requireNonNull(value, key));
      return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }
  }

  /**
   * How the run learnt, and from what.
   *
   * @param history one point for each round, in order
   * @param samples of layers and workers, in the rounds that were looked at closely
   * @param filters of the first convolution layer
   * @param activations of one image, layer by layer
   * @param preprocessing the training split's statistics and images, as pictures, or those of its
   *     features, as numbers
   * @param lossUnit of the losses: nats, or empty for a loss that has none
   */
  public record Training(
      List<RoundRecord> history,
      Samples samples,
      Optional<Filters> filters,
      Optional<ShownActivations> activations,
      Optional<Preprocessing> preprocessing,
      String lossUnit) {
    /** The unit of cross-entropies. */
    public static final String NATS = "nats";

    /** A run that has not trained. */
    public static final Training NONE =
        new Training(List.of(), Samples.NONE, Optional.empty(), Optional.empty());

    /** A run without activations, whose loss is a cross-entropy. */
    public Training(
        List<RoundRecord> history,
        Samples samples,
        Optional<Filters> filters,
        Optional<Preprocessing> preprocessing) {
      this(history, samples, filters, Optional.empty(), preprocessing, NATS);
    }

    /**
     * Copies the list.
     *
     * @throws NullPointerException if anything is null
     */
    public Training {
      history = List.copyOf(history);
      Objects.requireNonNull(samples, "samples");
      Objects.requireNonNull(filters, "filters");
      Objects.requireNonNull(activations, "activations");
      Objects.requireNonNull(preprocessing, "preprocessing");
      Objects.requireNonNull(lossUnit, "lossUnit");
    }
  }

  /**
   * How good the run is.
   *
   * @param members what was measured, in the order to show it; one member may have several splits
   * @param testReadings how often the test split was read, 0 or more
   * @param classNames by label; a class without a name is shown by its number
   * @param trainingHistogram the training split's examples by class; empty where it is not known
   * @param baselines what linear classifiers reach; empty where none was trained
   * @param mistakes the most confident ones of the best member, where they were kept
   */
  public record Results(
      List<MemberMetrics> members,
      int testReadings,
      List<String> classNames,
      List<Long> trainingHistogram,
      List<MemberMetrics> baselines,
      Optional<ShownMistakes> mistakes) {
    /** A run of which nothing was measured. */
    public static final Results NONE = new Results(List.of(), 0, List.of(), List.of());

    /** A run without baselines, of whose mistakes none were kept. */
    public Results(
        List<MemberMetrics> members,
        int testReadings,
        List<String> classNames,
        List<Long> trainingHistogram) {
      this(members, testReadings, classNames, trainingHistogram, List.of(), Optional.empty());
    }

    /**
     * Copies the lists.
     *
     * @throws NullPointerException if anything is null
     */
    public Results {
      members = List.copyOf(members);
      classNames = List.copyOf(classNames);
      trainingHistogram = List.copyOf(trainingHistogram);
      baselines = List.copyOf(baselines);
    }

    /** How many images the members were validated on; 0 where none was. */
    long validated() {
      return members.stream()
          .filter(member -> member.split() == Split.VALIDATION)
          .mapToLong(MemberMetrics::count)
          .max()
          .orElse(0);
    }
  }
}
