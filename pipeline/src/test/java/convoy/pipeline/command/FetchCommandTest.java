// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchCommandTest {
  @TempDir Path temporary;

  private Captured fetch(String... more) {
    String[] arguments = new String[more.length + 3];
    arguments[0] = "fetch";
    arguments[1] = "--output";
    arguments[2] = temporary.toString();
    System.arraycopy(more, 0, arguments, 3, more.length);
    return Captured.run(arguments);
  }

  @Test
  void withoutANetworkThereIsOneLineAndThePartIsKept() throws IOException {
    Path part = Files.write(temporary.resolve("cifar-10-binary.tar.gz.part"), new byte[10]);
    int port;
    try (var closed = new java.net.ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = closed.getLocalPort();
    }

    Captured captured = fetch("cifar10", "--url", "http://127.0.0.1:" + port);

    assertThat(captured.status()).isEqualTo(1);
    assertThat(captured.complaint())
        .contains("cifar-10-binary.tar.gz cannot be reached", "offline", "keeps 10 bytes")
        .doesNotContain("\n");
    assertThat(captured.err()).doesNotContain("\tat ");
    assertThat(part).hasSize(10);
  }

  @Test
  void whatIsNotTheArchiveIsRefused() throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.sendResponseHeaders(200, 5);
            exchange.getResponseBody().write(new byte[5]);
          }
        });
    server.start();
    try {
      Captured captured =
          fetch("cifar100", "--url", "http://127.0.0.1:" + server.getAddress().getPort());

      assertThat(captured.status()).isEqualTo(1);
      assertThat(captured.complaint()).contains("03b5dce01913d631647c71ecec9e9cb8", "was deleted");
      assertThat(captured.err()).contains("cifar-100-binary.tar.gz: 0.0 of 0.0 MB");
      assertThat(temporary).isEmptyDirectory();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void badUsageIsOneLine() {
    Captured unknown = fetch("cifar");
    assertThat(unknown.status()).isEqualTo(2);
    assertThat(unknown.complaint()).contains("did you mean 'cifar10'?");

    Captured remote = Captured.run("fetch", "cifar10", "-o", "hdfs://name/data");
    assertThat(remote.status()).isEqualTo(2);
    assertThat(remote.complaint()).contains("is not on this machine");

    Captured url = fetch("cifar10", "--url", "ftp://host/");
    assertThat(url.status()).isEqualTo(2);
    assertThat(url.complaint()).contains("expected http:// or https://");
  }
}
