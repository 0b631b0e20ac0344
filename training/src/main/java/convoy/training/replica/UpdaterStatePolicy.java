// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

/** What becomes of the updaters' state, the momentum of the local steps, between two rounds. */
public enum UpdaterStatePolicy {
  /** Averaged over the workers as the parameters are: every worker begins with the same. */
  AVERAGE,
  /** Each worker goes on with its own. */
  KEEP,
  /** Every round begins from zero, and nothing of it crosses the network. */
  RESET
}
