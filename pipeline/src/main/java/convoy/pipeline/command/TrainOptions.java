// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Short names for the settings of model and training; each is the same as a {@code --set}. */
final class TrainOptions {
  @Option(
      names = "--model",
      paramLabel = "NAME",
      description = "setting model.name: softmax, svm, two-layer or convnet; default: convnet")
  private String model;

  @Option(
      names = "--preprocess",
      paramLabel = "WHAT",
      description =
          "setting preprocess: unit, mean-image, channel, pca-whiten, zca, or parts such as"
              + " 'centre=image, pca=144'; default: channel")
  private String preprocess;

  @Option(
      names = "--augment",
      paramLabel = "CHAIN",
      description =
          "setting train.augment, for example 'flip alternating, crop 2 reflect'; default: none")
  private String augment;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "setting train.epochs: passes over the training split; default: 6")
  private String epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "setting train.batch: examples a local step and worker; default: 32")
  private String batch;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description =
          "setting train.workers; default: 0, one for every core, or GPU, that Spark offers")
  private String workers;

  @Option(
      names = "--allow-cpu-fallback",
      description =
          "setting train.allowCpuFallback: train on the processor where Spark assigns GPUs and"
              + " Convoy was built without CUDA; default: an error")
  private boolean allowCpuFallback;

  @Option(
      names = "--trainer",
      paramLabel = "NAME",
      description =
          "setting train.trainer: convoy, or its peer dl4j, Deeplearning4j's own parameter averaging;"
              + " default: convoy")
  private String trainer;

  @Option(
      names = "--average-every",
      paramLabel = "H",
      description = "setting train.averageEvery: local steps between averages; default: 16")
  private String averageEvery;

  @Option(
      names = "--outer",
      paramLabel = "WHAT",
      description =
          "setting train.outer, what is made of the replicas' average: average, 'slowmo rate=1"
              + " momentum=0.5' or 'nesterov rate=0.7 momentum=0.9'; default: average")
  private String outer;

  @Option(
      names = "--learning-rate",
      paramLabel = "RATE",
      description = "setting train.learningRate.initial; default: 0.02")
  private String learningRate;

  @Option(
      names = "--schedule",
      paramLabel = "WHAT",
      description =
          "setting train.learningRate.schedule: constant, step, exponential, inverse, cosine or"
              + " triangular with its numbers; default: 'step factor=0.2 every=4'")
  private String schedule;

  @Option(
      names = "--members",
      paramLabel = "N",
      description =
          "setting train.members: trainings of the same model from different first parameters, the"
              + " others in the run's folder members; default: 1")
  private String members;

  List<String> settings() {
    List<String> settings = new ArrayList<>();
    Settings.add(settings, "model.name", model);
    Settings.add(settings, "preprocess", preprocess);
    Settings.add(settings, "train.augment", augment);
    Settings.add(settings, "train.epochs", epochs);
    Settings.add(settings, "train.batch", batch);
    Settings.add(settings, "train.workers", workers);
    Settings.add(settings, "train.allowCpuFallback", allowCpuFallback ? "true" : null);
    Settings.add(settings, "train.trainer", trainer);
    Settings.add(settings, "train.averageEvery", averageEvery);
    Settings.add(settings, "train.outer", outer);
    Settings.add(settings, "train.learningRate.initial", learningRate);
    Settings.add(settings, "train.learningRate.schedule", schedule);
    Settings.add(settings, "train.members", members);
    return settings;
  }
}
