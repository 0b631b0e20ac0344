// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Reads from a connection that may fall silent: no piece is waited for longer than patience. */
final class Stalled implements Closeable {
  private final InputStream in;
  private final Duration patience;
  private final ExecutorService reader =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread thread = new Thread(task, "convoy-fetch");
            thread.setDaemon(true);
            return thread;
          });

  Stalled(InputStream in, Duration patience) {
    this.in = in;
    this.patience = patience;
  }

  /**
   * The next piece.
   *
   * @return how many bytes were read; -1 at the end
   * @throws IOException if nothing comes for too long, or the connection breaks
   */
  int read(byte[] piece) throws IOException {
    Future<Integer> count = reader.submit(() -> in.read(piece));
    try {
      return count.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw new IOException("nothing came for %s s".formatted(patience.toSeconds()), e);
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  @Override
  public void close() throws IOException {
    reader.shutdownNow();
    in.close();
  }
}
