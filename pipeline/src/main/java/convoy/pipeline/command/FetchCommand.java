// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import convoy.preprocessing.BadInputException;
import convoy.preprocessing.fetch.Archive;
import convoy.preprocessing.fetch.Download;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code convoy fetch}. */
@Command(
    name = "fetch",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    description = {
      "Downloads a data set's official archive (about 170 MB) and checks its MD5 and SHA-256. A download that was"
          + " interrupted is gone on with by the same command.",
      ""
    })
final class FetchCommand implements Callable<Integer>, Resumable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Parameters(paramLabel = "DATASET", description = "cifar10 or cifar100")
  private String dataSet;

  @Option(
      names = {"-o", "--output"},
      paramLabel = "DIR",
      defaultValue = "data",
      description = "folder of this machine to put the archive in; default: data")
  private String output;

  @Option(
      names = "--url",
      paramLabel = "URL",
      defaultValue = Archive.CIFAR_HOME,
      description = "where the archive lies, for mirrors; default: ${DEFAULT-VALUE}")
  private String url;

  @Mixin private SharedOptions shared;

  @Override
  public Integer call() throws IOException, InterruptedException {
    Archive archive = Archive.of(dataSet);
    Path folder = folder();
    Download.Listener progress = new DownloadProgress(archive.file(), System.err);
    Path file = Download.run(archive, folder, new Download.Settings(base(), PATIENCE, progress));
    shared.print(
        new Results()
            .add("source", archive.source() + ":" + file)
            .add("bytes", Files.size(file))
            .add("md5", archive.digests().md5())
            .add("sha256", archive.digests().sha256()));
    return 0;
  }

  @Override
  public String kept() {
    return "what was downloaded is kept; go on with the same command";
  }

  private Path folder() {
    try {
      String local = output.startsWith("file:") ? URI.create(output).getPath() : output;
      if (local != null && !local.contains("://")) {
        return Path.of(local);
      }
    } catch (InvalidPathException e) {
      throw new BadInputException(
          "--output %s is no path: %s".formatted(output, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--output %s is no URI: %s".formatted(output, e.getMessage()), e);
    }
    throw new BadInputException(
        "--output %s is not on this machine; fetch into a local folder and copy the archive"
            .formatted(output));
  }

  private URI base() {
    try {
      URI base = URI.create(url.endsWith("/") ? url : url + "/");
      if ("http".equals(base.getScheme()) || "https".equals(base.getScheme())) {
        return base;
      }
    } catch (IllegalArgumentException e) {
      throw new BadInputException("--url %s is no URL: %s".formatted(url, e.getMessage()), e);
    }
    throw new BadInputException("--url %s is no URL; expected http:// or https://".formatted(url));
  }
}
