// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.config;

import convoy.preprocessing.decode.DecodeLimits;
import convoy.preprocessing.shard.Intake;
import convoy.preprocessing.shard.Manifest;
import convoy.preprocessing.shard.ShardOptions;
import convoy.preprocessing.shard.SplitRule;

/**
 * How examples are split and written: the keys {@code shard.*}.
 *
 * @param validation share of the training pool that is set apart for validation, in {@code [0, 1)}
 * @param stratified whether that share is held out of each class exactly
 * @param count shards of each split; 0 is one for every 128 MB of images, at least one
 * @param maxRejected share of the examples, 0 to 1, that may be unusable
 * @param dropLeaks whether training examples whose very image is in another split are left out
 * @param resizeShorter shorter side, in pixels, that larger image files are resized to; 0 for none
 * @param quality of the JPEG files that this writes, 1 to 100
 */
public record ShardConfig(
    double validation,
    boolean stratified,
    int count,
    double maxRejected,
    boolean dropLeaks,
    int resizeShorter,
    int quality) {
  /**
   * Checks all of them.
   *
   * @throws convoy.preprocessing.BadInputException if one is not legal
   */
  public ShardConfig {
    Legal.zeroToBelow(1, "share of the training pool").check("shard.validation", validation);
    Legal.wholeNumbers(0, 1_000_000, "shards a split").check("shard.count", (long) count);
    Legal.zeroTo(1, "share of the examples").check("shard.maxRejected", maxRejected);
    Legal.wholeNumbers(0, DecodeLimits.JPEG_SIDE, "pixels")
        .check("shard.resizeShorter", (long) resizeShorter);
    Legal.wholeNumbers(1, 100, "JPEG quality").check("shard.quality", (long) quality);
  }

  /** The rule by which examples are split. */
  public SplitRule rule(long seed) {
    return new SplitRule(seed, validation, stratified);
  }

  /** How shards are written. */
  public ShardOptions options() {
    return new ShardOptions(count, maxRejected, dropLeaks, new Intake(resizeShorter, quality));
  }

  /** The settings that shards were written with; these ones where their manifest says nothing. */
  ShardConfig of(Manifest.Origin origin) {
    ShardOptions written = origin.options() == null ? options() : origin.options();
    return new ShardConfig(
        origin.validation(),
        origin.stratified(),
        written.count(),
        written.maxRejected(),
        written.dropLeaks(),
        written.intake().shorterSide(),
        written.intake().quality());
  }
}
