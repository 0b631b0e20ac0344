// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.shard;

import java.io.Serializable;

/**
 * An example that was left out, a line of {@code rejected.csv}.
 *
 * @param reason short code, for counting: {@code truncated}
 * @param detail one line for people
 */
record Rejection(String id, String reason, String detail) implements Serializable {}
