// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * Gives the user a name where the system has none for the number it runs under, as containers often
 * do. Java then says {@code ?} for name and home, and Hadoop's login fails.
 */
final class UnnamedUser {
  private static final String UNKNOWN = "?";

  private UnnamedUser() {}

  /** Does nothing where the user has a name. */
  static void name(long number) {
    if (!UNKNOWN.equals(System.getProperty("user.name"))) {
      return;
    }
    String given = System.getenv("HADOOP_USER_NAME");
    String name = given == null || given.isBlank() ? "uid-" + number : given;
    System.setProperty("user.name", name);
    if (UNKNOWN.equals(System.getProperty("user.home"))) {
      System.setProperty("user.home", home());
    }
    UserGroupInformation.setLoginUser(UserGroupInformation.createRemoteUser(name));
  }

  private static String home() {
    String home = System.getenv("HOME");
    return home != null && home.startsWith("/") && Files.isWritable(Path.of(home))
        ? home
        : System.getProperty("java.io.tmpdir");
  }
}
