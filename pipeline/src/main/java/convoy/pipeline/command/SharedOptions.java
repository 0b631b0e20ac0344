// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.pipeline.config.ConfigLoader;
import convoy.pipeline.config.ConvoyConfig;
import convoy.pipeline.folder.RunFolder;
import convoy.pipeline.session.ClusterSession;
import convoy.preprocessing.BadInputException;
import convoy.preprocessing.storage.PosixLocalFileSystem;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.deploy.SparkHadoopUtil;
import picocli.CommandLine.Option;

/** The options that every command takes. */
final class SharedOptions {
  @Option(
      names = "--master",
      paramLabel = "URL",
      description =
          "Spark's master; default: the one spark-submit names, else every core here (local[*])")
  private String master;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      description = "HOCON file whose settings override the defaults; any Hadoop URI")
  private String config;

  @Option(
      names = "--set",
      paramLabel = "KEY=VALUE",
      description =
          "sets one setting, for example train.batch=128; may be repeated; the value as it stands,"
              + " or in double quotes as in a file")
  private List<String> overrides = new ArrayList<>();

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "also writes what is printed as JSON; any Hadoop URI")
  private String json;

  /** Where Hadoop's file systems are. */
  Configuration hadoop() {
    Configuration hadoop = SparkHadoopUtil.get().conf();
    PosixLocalFileSystem.use(hadoop);
    return hadoop;
  }

  /** The settings: defaults, then the file, then {@code --set}, then what options say. */
  ConvoyConfig config(List<String> options) {
    return config(new ArrayList<>(), options);
  }

  /** The settings of a run; one that is resumed has those it was begun with for defaults. */
  ConvoyConfig config(RunFolder run, List<String> options) {
    List<String> files = new ArrayList<>();
    if (run.resumes()) {
      files.add(run.config().toString());
    }
    return config(files, options);
  }

  /** The settings over defaults of the command's own. */
  ConvoyConfig configOver(List<String> defaults) {
    return ConfigLoader.load(
        hadoop(), defaults, config == null ? List.of() : List.of(config), overrides);
  }

  private ConvoyConfig config(List<String> files, List<String> options) {
    if (config != null) {
      files.add(config);
    }
    List<String> assignments = new ArrayList<>(overrides);
    assignments.addAll(options);
    return ConfigLoader.load(hadoop(), files, assignments);
  }

  /** The option that names the master and its value; empty where it was not given. */
  List<String> masterOption() {
    return master == null ? List.of() : List.of("--master", master);
  }

  JavaSparkContext spark() {
    return ClusterSession.open(master);
  }

  /**
   * A session within this process, for a command that measures its memory.
   *
   * @param command for the message
   * @param otherwise the master where {@code --master} names none; null as in {@link #spark()}
   * @throws BadInputException if the master is a cluster's
   */
  JavaSparkContext sparkHere(String command, String otherwise) {
    requireHere(command, master == null || master.matches("local(\\[.*)?"));
    JavaSparkContext spark = ClusterSession.open(master == null ? otherwise : master);
    try {
      requireHere(command, spark.isLocal());
      return spark;
    } catch (BadInputException e) {
      spark.close();
      throw e;
    }
  }

  private static void requireHere(String command, boolean here) {
    if (!here) {
      throw new BadInputException(
          "convoy %s watches the memory of its own process: --master local[N] alone"
              .formatted(command));
    }
  }

  void print(Results results) throws IOException {
    results.print(System.out, json, hadoop());
  }
}
