// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.run;

import convoy.evaluation.ensemble.ParameterSets;
import convoy.pipeline.folder.MemberCheckpoints;
import convoy.pipeline.folder.RunFolder;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.ImageShape;
import convoy.training.checkpoint.Checkpoint;
import convoy.training.checkpoint.CheckpointInfo;
import convoy.training.model.Models;
import convoy.training.replica.ReplicaSpec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Another run that a student learns from: the ensemble of its members' best checkpoints, or, of a
 * run that was trained once, of its own best ones, as many as its setting {@code evaluate.ensemble}
 * says.
 *
 * @param run its folder in full
 * @param checkpoints below it, in the order of the sets
 * @param network with a set of parameters for each
 */
record Teacher(String run, List<String> checkpoints, ParameterSets network) {
  /** A checkpoint and what the run calls it. */
  private record Voter(String name, Checkpoint checkpoint) {}

  /**
   * Reads a teacher.
   *
   * @param path of its run folder
   * @param inputs of the student
   * @param batch images that go through the network at once
   * @throws BadInputException if it is no run, has no checkpoint, gives no probabilities, or was
   *     trained on other images than the student's: it may have seen those that are held back
   */
  static Teacher open(String path, Inputs inputs, int batch, RunFolder student) throws IOException {
    RunFolder run = RunFolder.open(path, student.hadoop());
    if (student.contains(run.path())) {
      throw new BadInputException(
          "the teacher %s lies in the run folder %s of its student; name another run folder"
              .formatted(path, student.path()));
    }
    List<Voter> voters = voters(run);
    CheckpointInfo first = voters.get(0).checkpoint().info();
    Models.requireProbabilities(first.model().name());
    Inputs.requireSameSplit(
        "the teacher " + path,
        first,
        inputs.shards(),
        ": it may have seen images that its student is validated by");
    Inputs own = Inputs.open(inputs.shardPath(), Inputs.place(run, "statistics"), run.hadoop());
    voters.forEach(voter -> own.requireTrained(voter.checkpoint().info()));
    requireSameShape(path, own.statistics().shape(), inputs);
    ReplicaSpec spec = Networks.toEvaluate(first, own.statistics(), batch);
    return new Teacher(
        run.path().toString(),
        voters.stream().map(Voter::name).toList(),
        new ParameterSets(
            spec, voters.stream().map(voter -> voter.checkpoint().state().parameters()).toList()));
  }

  private static List<Voter> voters(RunFolder run) throws IOException {
    MemberCheckpoints checkpoints = new MemberCheckpoints(run);
    List<MemberCheckpoints.Part> parts = List.copyOf(checkpoints.bestOfEach().values());
    if (parts.size() < 2) {
      parts = checkpoints.best(run.readConfig().evaluate().ensemble());
    }
    List<Voter> voters = new ArrayList<>();
    for (MemberCheckpoints.Part part : parts) {
      voters.add(new Voter(part.name(), part.read()));
    }
    return voters;
  }

  private static void requireSameShape(String path, ImageShape seen, Inputs inputs) {
    if (!seen.equals(inputs.statistics().shape())) {
      throw new BadInputException(
          "the teacher %s sees images of %s, its student of %s; take statistics of the same image size"
              .formatted(path, seen, inputs.statistics().shape()));
    }
  }
}
