// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/**
 * Downloads an archive into a folder of this machine. What has come stands in {@code NAME.part}
 * until it is whole and its digests are right, and is gone on with by the next attempt. The folder
 * is a local one because object stores cannot append to what is there.
 */
public final class Download {
  private static final int OK = 200;
  private static final int PARTIAL = 206;
  private static final int NOTHING_LEFT = 416;

  /** Several times what any known archive has: a server that goes on for ever fills no disk. */
  private static final long MOST_BYTES = 2L << 30;

  private final Archive archive;
  private final URI from;
  private final Path target;
  private final PartFile part;
  private final Settings settings;

  /** Is told how a download goes. */
  @FunctionalInterface
  public interface Listener {
    /**
     * Called after every piece.
     *
     * @param total bytes of the whole archive; empty where the server does not say
     */
    void progress(long bytes, OptionalLong total);
  }

  /**
   * How to download.
   *
   * @param base URI that the archive's name is put behind; ends with a slash
   * @param patience how long to wait for a connection, and for each piece
   * @param listener is told how it goes
   */
  public record Settings(URI base, Duration patience, Listener listener) {}

  private Download(Archive archive, Path folder, Settings settings) {
    this.archive = archive;
    this.from = settings.base().resolve(archive.file());
    this.target = folder.resolve(archive.file());
    this.part = new PartFile(folder.resolve(archive.file() + ".part"));
    this.settings = settings;
  }

  /**
   * Downloads an archive; one that is there already and right is left.
   *
   * @param folder is created where it is missing
   * @return the archive's file
   * @throws BadInputException if a file of that name is there and is not the archive
   * @throws IOException if the server cannot be reached, refuses, stops half way (what came is
   *     kept) or sends something else (that is deleted)
   */
  public static Path run(Archive archive, Path folder, Settings settings)
      throws IOException, InterruptedException {
    return new Download(archive, folder, settings).run();
  }

  private Path run() throws IOException, InterruptedException {
    if (Files.exists(target)) {
      requireArchive();
      return target;
    }
    Files.createDirectories(target.toAbsolutePath().getParent());
    try {
      if (!receive(part.size())) {
        // The part is as long as the archive or longer: whole, or nothing of it is of use.
        if (!part.digests().equals(archive.digests())) {
          part.delete();
          receive(0);
        }
      }
    } catch (ConnectException | HttpTimeoutException e) {
      throw new IOException(
          "%s cannot be reached; is this machine offline? %s".formatted(from, kept()), e);
    } catch (UnresolvedAddressException e) {
      throw new IOException("%s cannot be reached: no such host. %s".formatted(from, kept()), e);
    }
    return finish();
  }

  private void requireArchive() throws IOException {
    if (!Files.isRegularFile(target)) {
      throw new BadInputException(
          "%s is there already and is no file; remove it or name another folder".formatted(target));
    }
    Digests found = Digests.of(target);
    if (!found.equals(archive.digests())) {
      throw new BadInputException(
          "%s is there already, but it has %s, not %s; remove it to fetch it again"
              .formatted(target, found, archive.digests()));
    }
  }

  /**
   * Receives what is missing.
   *
   * @return false where the server has nothing behind what is there
   */
  private boolean receive(long have) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(from).timeout(settings.patience());
    if (have > 0) {
      request.header("Range", "bytes=" + have + "-");
    }
    HttpClient client =
        HttpClient.newBuilder()
            .connectTimeout(settings.patience())
            .followRedirects(HttpClient.Redirect.NORMAL)
            .build();
    HttpResponse<InputStream> response =
        client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    try (InputStream body = response.body()) {
      int status = response.statusCode();
      if (status == NOTHING_LEFT && have > 0) {
        return false;
      }
      if (status != OK && status != PARTIAL) {
        throw new IOException(
            "%s answers with status %s instead of the archive. %s".formatted(from, status, kept()));
      }
      // A server that knows no ranges begins from the beginning.
      store(body, status == PARTIAL && continues(response, have) ? have : 0, length(response));
    }
    return true;
  }

  private boolean continues(HttpResponse<?> response, long have) throws IOException {
    String range = response.headers().firstValue("Content-Range").orElse("");
    if (!range.startsWith("bytes " + have + "-")) {
      throw new IOException(
          "%s answers with the range '%s' to a request from byte %s on. %s"
              .formatted(from, range, have, kept()));
    }
    return true;
  }

  private static OptionalLong length(HttpResponse<?> response) {
    return response.headers().firstValueAsLong("Content-Length");
  }

  private void store(InputStream body, long from, OptionalLong length) throws IOException {
    OptionalLong total =
        length.isPresent() ? OptionalLong.of(from + length.getAsLong()) : OptionalLong.empty();
    long done = from;
    try (Stalled stalled = new Stalled(body, settings.patience());
        OutputStream out = part.open(from)) {
      byte[] piece = new byte[1 << 16];
      for (int count = stalled.read(piece); count >= 0; count = stalled.read(piece)) {
        done += count;
        if (done > MOST_BYTES) {
          throw new IOException(
              String.format(Locale.ROOT, "it has more than %,d bytes", MOST_BYTES));
        }
        out.write(piece, 0, count);
        settings.listener().progress(done, total);
      }
    } catch (IOException e) {
      throw new IOException(
          String.format(
              Locale.ROOT,
              "%s stopped after %,d bytes (%s). %s",
              this.from,
              done,
              e.getMessage(),
              kept()),
          e);
    }
  }

  private Path finish() throws IOException {
    Digests found = part.digests();
    if (!found.equals(archive.digests())) {
      part.delete();
      throw new IOException(
          "what %s sent has %s, not %s: it is not %s and was deleted; try again later"
              .formatted(from, found, archive.digests(), archive.file()));
    }
    return part.finish(target);
  }

  private String kept() throws IOException {
    long have = part.size();
    return have == 0
        ? "Nothing was stored."
        : String.format(
            Locale.ROOT,
            "%s keeps %,d bytes; the same command goes on from there",
            part.path(),
            have);
  }
}
