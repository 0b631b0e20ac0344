// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.commons.codec.digest.DigestUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DownloadTest {
  private static final byte[] CONTENT = new byte[300_000];

  static {
    new SplittableRandom(1).nextBytes(CONTENT);
  }

  private static final Archive ARCHIVE =
      new Archive(
          "cifar10",
          "some.tar.gz",
          new Digests(DigestUtils.md5Hex(CONTENT), DigestUtils.sha256Hex(CONTENT)));

  @TempDir Path temporary;
  private final List<String> ranges = Collections.synchronizedList(new ArrayList<>());
  private final CountDownLatch ended = new CountDownLatch(1);
  private HttpServer server;
  private ExecutorService threads;

  /** What the server does with a request. */
  @FunctionalInterface
  private interface Answer {
    void to(HttpExchange exchange) throws IOException;
  }

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    threads = Executors.newCachedThreadPool();
    server.setExecutor(threads);
    server.start();
  }

  @AfterEach
  void stop() {
    ended.countDown();
    server.stop(0);
    threads.shutdownNow();
  }

  private void serve(Answer answer) {
    server.createContext(
        "/data/some.tar.gz",
        exchange -> {
          ranges.add(String.valueOf(exchange.getRequestHeaders().getFirst("Range")));
          try (exchange) {
            answer.to(exchange);
          }
        });
  }

  private static void whole(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, CONTENT.length);
    exchange.getResponseBody().write(CONTENT);
  }

  private static void ranged(HttpExchange exchange) throws IOException {
    String range = exchange.getRequestHeaders().getFirst("Range");
    if (range == null) {
      whole(exchange);
      return;
    }
    int from = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
    if (from >= CONTENT.length) {
      exchange.sendResponseHeaders(416, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Range", "bytes %s-%s/%s".formatted(from, CONTENT.length - 1, CONTENT.length));
    exchange.sendResponseHeaders(206, CONTENT.length - from);
    exchange.getResponseBody().write(CONTENT, from, CONTENT.length - from);
  }

  private static void half(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, CONTENT.length);
    exchange.getResponseBody().write(CONTENT, 0, CONTENT.length / 2);
    exchange.getResponseBody().flush();
  }

  /** Longer than a busy machine keeps the server from answering. */
  private Duration patience = Duration.ofMinutes(5);

  private Path fetch() throws IOException, InterruptedException {
    return fetch(ARCHIVE);
  }

  private Path fetch(Archive archive) throws IOException, InterruptedException {
    URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/data/");
    return Download.run(
        archive,
        temporary.resolve("new/data"),
        new Download.Settings(base, patience, (bytes, total) -> {}));
  }

  private Path target() {
    return temporary.resolve("new/data/some.tar.gz");
  }

  private Path part() {
    return temporary.resolve("new/data/some.tar.gz.part");
  }

  private void part(byte[] bytes) throws IOException {
    Files.createDirectories(part().getParent());
    Files.write(part(), bytes);
  }

  private void arrived() throws IOException {
    assertThat(target()).hasBinaryContent(CONTENT);
    assertThat(part()).doesNotExist();
  }

  @Test
  void theWholeArchiveArrives() throws Exception {
    serve(DownloadTest::ranged);

    assertThat(fetch()).isEqualTo(target());

    arrived();
    assertThat(ranges).containsExactly("null");
  }

  @Test
  void whatIsThereAndRightIsLeft() throws Exception {
    serve(DownloadTest::ranged);
    fetch();
    fetch();

    assertThat(ranges).hasSize(1);
  }

  @Test
  void whatIsThereAndWrongIsNotReplaced() throws Exception {
    Files.createDirectories(target().getParent());
    Files.writeString(target(), "mine");

    assertThatThrownBy(this::fetch)
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("is there already", ARCHIVE.digests().sha256());
    assertThat(target()).hasContent("mine");
  }

  @Test
  void aDownloadThatWasKilledIsGoneOnWith() throws Exception {
    serve(DownloadTest::ranged);
    part(Arrays.copyOf(CONTENT, 123_456));

    fetch();

    arrived();
    assertThat(ranges).containsExactly("bytes=123456-");
  }

  @Test
  void aServerThatStopsHalfWayLeavesAPartToGoOnWith() throws Exception {
    serve(
        exchange -> {
          if (ranges.size() == 1) {
            half(exchange);
          } else {
            ranged(exchange);
          }
        });

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("stopped after", "goes on from there");
    assertThat(target()).doesNotExist();
    long have = Files.size(part());
    assertThat(have).isPositive().isLessThanOrEqualTo(CONTENT.length / 2);

    fetch();
    arrived();
    assertThat(ranges).containsExactly("null", "bytes=" + have + "-");
  }

  @Test
  void aServerThatFallsSilentIsGivenUp() throws Exception {
    serve(
        exchange -> {
          half(exchange);
          try {
            ended.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });

    patience = Duration.ofSeconds(10);
    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("nothing came for 10 s", "goes on from there");
    assertThat(part()).exists();
  }

  @Test
  void aServerThatKnowsNoRangesSendsAllOfItAgain() throws Exception {
    serve(DownloadTest::whole);
    part(new byte[200_000]);

    fetch();

    arrived();
    assertThat(ranges).containsExactly("bytes=200000-");
  }

  @Test
  void aPartThatIsWholeNeedsNothingMore() throws Exception {
    serve(DownloadTest::ranged);
    part(CONTENT);

    fetch();

    arrived();
    assertThat(ranges).containsExactly("bytes=300000-");
  }

  @Test
  void aPartThatIsLongerThanTheArchiveIsDroppedAndFetchedAgain() throws Exception {
    serve(DownloadTest::ranged);
    part(new byte[300_001]);

    fetch();

    arrived();
    assertThat(ranges).containsExactly("bytes=300001-", "null");
  }

  @Test
  void whatDoesNotMatchIsDeleted() {
    serve(
        exchange -> {
          exchange.sendResponseHeaders(200, 5);
          exchange.getResponseBody().write(new byte[5]);
        });

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll(
            DigestUtils.sha256Hex(new byte[5]), ARCHIVE.digests().toString(), "was deleted");
    assertThat(target()).doesNotExist();
    assertThat(part()).doesNotExist();
  }

  @Test
  void aFileThatMatchesTheMd5AloneIsDeleted() {
    serve(DownloadTest::whole);
    Archive other =
        new Archive("cifar10", "some.tar.gz", new Digests(ARCHIVE.digests().md5(), "0".repeat(64)));

    assertThatThrownBy(() -> fetch(other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("was deleted");
    assertThat(target()).doesNotExist();
    assertThat(part()).doesNotExist();
  }

  @Test
  void noLinkOfThePartsNameIsFollowed() throws Exception {
    serve(DownloadTest::ranged);
    Path others = Files.writeString(temporary.resolve("others"), "mine");
    Files.createDirectories(part().getParent());

    for (boolean symbolic : new boolean[] {true, false}) {
      if (symbolic) {
        Files.createSymbolicLink(part(), others);
      } else {
        Files.createLink(part(), others);
      }
      assertThatThrownBy(this::fetch)
          .isInstanceOf(BadInputException.class)
          .hasMessageContainingAll(part().toString(), "is a link", "remove it");
      Files.delete(part());
    }

    Files.createSymbolicLink(part(), temporary.resolve("not-there"));
    assertThatThrownBy(this::fetch).isInstanceOf(BadInputException.class);
    assertThat(temporary.resolve("not-there")).doesNotExist();
    assertThat(others).hasContent("mine");
    assertThat(ranges).isEmpty();
  }

  @Test
  void anAnswerFromAnotherByteIsNotAppended() throws Exception {
    serve(
        exchange -> {
          exchange.getResponseHeaders().set("Content-Range", "bytes 0-299999/300000");
          exchange.sendResponseHeaders(206, CONTENT.length);
          exchange.getResponseBody().write(CONTENT);
        });
    part(new byte[100]);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("a request from byte 100 on");
    assertThat(part()).hasSize(100);
  }

  @Test
  void aMissingFileIsNamedWithItsStatus() throws Exception {
    part(new byte[100]);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("some.tar.gz answers with status 404", "keeps 100 bytes");
    assertThat(part()).hasSize(100);
  }

  @Test
  void withoutAServerThePartIsKept() throws Exception {
    part(new byte[100]);
    server.stop(0);

    assertThatThrownBy(this::fetch)
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("cannot be reached", "offline", "keeps 100 bytes")
        .satisfies(error -> assertThat(error.getMessage()).doesNotContain("\n"));
    assertThat(part()).hasSize(100);
  }

  @Test
  void anUnknownHostIsOneLine() {
    Download.Settings settings =
        new Download.Settings(
            URI.create("http://no-such-host.invalid/"), Duration.ofSeconds(5), (b, t) -> {});

    assertThatThrownBy(() -> Download.run(ARCHIVE, temporary, settings))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot be reached");
  }

  @Test
  void theOfficialArchivesAreKnownByName() {
    assertThat(Archive.of("cifar10").digests())
        .isEqualTo(
            new Digests(
                "c32a1d4ab5d03f1284b67883e8d87530",
                "c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd"));
    assertThat(Archive.of("cifar100").file()).isEqualTo("cifar-100-binary.tar.gz");
    assertThatThrownBy(() -> Archive.of("cifar-100"))
        .isInstanceOf(BadInputException.class)
        .hasMessageContaining("did you mean 'cifar100'?");
  }
}
