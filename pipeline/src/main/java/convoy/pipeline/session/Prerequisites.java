// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import convoy.preprocessing.BadInputException;

/**
 * Sees, before Spark and ND4J start, to what they take for granted of a process and fail over later
 * with other words.
 */
public final class Prerequisites {
  /** Hadoop's login, which Spark opens with, needs what Java 23 took away. */
  private static final int LAST_JAVA = 22;

  private Prerequisites() {}

  /**
   * Looks at the driver's Java, threads, user and folder for native libraries; gives a user without
   * a name one.
   *
   * @throws BadInputException if Convoy cannot run here
   */
  public static void require() {
    requireJava(Runtime.version().feature());
    ThreadLimit.of(ProcFiles.OF_THIS_MACHINE).require(Runtime.getRuntime().availableProcessors());
    UnnamedUser.name(user());
    NativeCache.settle(user());
  }

  /** The number of the user that this process runs as; 0 where Linux does not say. */
  static long user() {
    return ProcFiles.OF_THIS_MACHINE.number("proc/self/status", "Uid:").orElse(0);
  }

  /** What is too old for Convoy's classes does not come so far. */
  static void requireJava(int version) {
    if (version > LAST_JAVA) {
      throw new BadInputException(
          "this is Java %s, on which Spark 3.5 does not start; set JAVA_HOME to a JDK 17, here and on"
                  .formatted(version)
              + " the executors' machines");
    }
  }
}
