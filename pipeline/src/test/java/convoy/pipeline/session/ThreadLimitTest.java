// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import convoy.preprocessing.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ThreadLimitTest {
  @TempDir Path root;

  @BeforeEach
  void oneProcessOfUserSeven() throws IOException {
    user(7, "1000");
    write("proc/self/cgroup", "");
  }

  private void user(long user, String limit) throws IOException {
    String line = "Max processes             %s                 2000                 processes\n";
    write(
        "proc/self/limits",
        "Limit      Soft Limit    Hard Limit   Units\n" + line.formatted(limit));
    write(
        "proc/self/status",
        "Name:\tjava\nUid:\t%s\t%s\t%s\t%s\n".formatted(user, user, user, user));
    write("proc/11/status", "Name:\tjava\nUid:\t%s\t7\t7\t7\nThreads:\t30\n".formatted(user));
    write("proc/12/status", "Name:\tbash\nUid:\t%s\t7\t7\t7\nThreads:\t2\n".formatted(user));
    write("proc/13/status", "Name:\tother\nUid:\t8\t8\t8\t8\nThreads:\t400\n");
  }

  private void write(String file, String text) throws IOException {
    Path path = root.resolve(file);
    Files.createDirectories(path.getParent());
    Files.writeString(path, text);
  }

  private ThreadLimit limit() {
    return ThreadLimit.of(new ProcFiles(root));
  }

  @Test
  void whatTheUserRunsAlreadyCounts() {
    assertThat(limit()).isEqualTo(new ThreadLimit(968, 1000, "ulimit -u"));
  }

  @Test
  void rootAndThoseWithoutALimitHaveNone() throws IOException {
    user(0, "10");
    assertThat(limit().left()).isEqualTo(Long.MAX_VALUE);
    user(7, "unlimited");
    assertThat(limit().left()).isEqualTo(Long.MAX_VALUE);
    assertThat(new ThreadLimit(Long.MAX_VALUE, Long.MAX_VALUE, ""))
        .isEqualTo(ThreadLimit.of(new ProcFiles(root.resolve("nothing-here"))));
  }

  @Test
  void theNearestControlGroupIsFoundInBothVersionsAndInContainers() throws IOException {
    write("proc/self/cgroup", "9:pids:/docker/abc/inner\n0::/\n");
    write("sys/fs/cgroup/pids/docker/abc/pids.max", "300\n");
    write("sys/fs/cgroup/pids/docker/abc/pids.current", "100\n");
    write("sys/fs/cgroup/pids/pids.max", "max\n");
    assertThat(limit()).isEqualTo(new ThreadLimit(200, 300, "pids.max of a control group"));

    write("proc/self/cgroup", "0::/user.slice/elsewhere\n");
    write("sys/fs/cgroup/pids.max", "64\n");
    write("sys/fs/cgroup/pids.current", "4\n");
    assertThat(limit().left()).isEqualTo(60);
  }

  @Test
  void tooFewAreRefusedInOneLine() {
    int needed = ThreadLimit.BASE + 2 * ThreadLimit.A_CORE;

    assertThatCode(() -> new ThreadLimit(needed, 1000, "ulimit -u").require(2))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> new ThreadLimit(needed - 20, 150, "ulimit -u").require(2))
        .isInstanceOf(BadInputException.class)
        .hasMessageContainingAll("ulimit -u: 150", "on 2 core(s)", "raise that limit by 20")
        .message()
        .hasLineCount(1);
  }
}
