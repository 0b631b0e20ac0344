// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.PhaseTimes;
import convoy.pipeline.folder.RunFolder;
import convoy.training.replica.MemberSeeds;
import java.io.IOException;
import java.util.List;
import org.apache.spark.api.java.JavaSparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Trains the members of a run, one after the other, when the run itself, the first of them, has
 * been trained: the same model on the same shards and statistics, from other first parameters, with
 * another order of the examples and other noise (course notes, Neural Networks 3, Model Ensembles:
 * same model, different initializations). Each is a run in a folder of its own, as {@code convoy
 * train} with its seed would have left it.
 */
final class MembersPhase {
  private static final Logger LOG = LoggerFactory.getLogger(MembersPhase.class);

  private final JavaSparkContext spark;
  private final RunFolder run;
  private final ConvoyConfig config;
  private final Inputs inputs;

  /**
   * The members of a run.
   *
   * @param config of the run, with the number of workers resolved
   */
  MembersPhase(JavaSparkContext spark, RunFolder run, ConvoyConfig config, Inputs inputs) {
    this.spark = spark;
    this.run = run;
    this.config = config;
    this.inputs = inputs;
  }

  /** What a member is called while it is trained; empty for a run that is the only one. */
  static String name(int member, int members) {
    return members == 1 ? "" : "member %s/%s".formatted(member, members);
  }

  /**
   * Trains those that have not come to their end, each from its last checkpoint where it has one.
   * The folders of members beyond the number of the settings stay as they are.
   *
   * @throws convoy.training.averaging.DivergedException if the loss of one is no longer a number;
   *     the members after it have not been trained
   */
  void train() throws IOException {
    List<Long> seeds = MemberSeeds.of(config.seed(), config.train().members());
    for (int member = 2; member <= seeds.size(); member++) {
      train(run.member(member), name(member, seeds.size()), seeds.get(member - 1));
    }
  }

  private void train(RunFolder member, String name, long seed) throws IOException {
    ConvoyConfig settings = config.ofMember(seed);
    member.create(settings);
    member.forgetReplaced();
    TrainPhase training = new TrainPhase(spark, member, settings, inputs);
    if (training.recover().filter(training::isOver).isPresent()) {
      LOG.info("{} is trained already", name);
      return;
    }
    LOG.info("training {}, seed {}, in {}", name, seed, member.path());
    new PhaseTimes(member)
        .timeMore(
            "train",
            () -> {
              training.train(name);
              return null;
            });
  }
}
