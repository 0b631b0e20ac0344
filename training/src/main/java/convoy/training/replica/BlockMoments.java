// SPDX-License-Identifier: Apache-2.0
package convoy.training.replica;

import convoy.preprocessing.shard.ImageBlock;
import convoy.training.normalization.ChannelMoments;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A worker's part of what batch normalizations get of the training split, under several sets of
 * parameters: a function of these, the worker's images and the size of a minibatch.
 */
public final class BlockMoments {
  private BlockMoments() {}

  /**
   * Goes once through a block, in minibatches of nearly one size and at most the spec's.
   *
   * @param parameters the sets, flat
   * @return for each set the moments of each layer that {@link Replica#batchNorm} names; of no
   *     values where the block is empty
   */
  public static List<List<ChannelMoments>> of(
      ReplicaSpec spec, List<float[]> parameters, ImageBlock block) {
    return ReplicaPool.with(spec, replica -> of(replica, parameters, block));
  }

  private static List<List<ChannelMoments>> of(
      Replica replica, List<float[]> parameters, ImageBlock block) {
    List<ChannelMoments> nothing =
        replica.batchNorm().layers().stream()
            .map(layer -> ChannelMoments.zero(layer.channels()))
            .toList();
    List<List<ChannelMoments>> sums =
        new ArrayList<>(Collections.nCopies(parameters.size(), nothing));
    int count = block.count();
    int minibatches = EpochOrder.minibatches(count, replica.spec().batch());
    for (int i = 0; i < minibatches; i++) {
      int[] images =
          IntStream.range(share(count, i, minibatches), share(count, i + 1, minibatches)).toArray();
      List<List<ChannelMoments>> seen = replica.normalizedInputs(block, images, parameters);
      for (int set = 0; set < sums.size(); set++) {
        sums.set(set, merge(sums.get(set), seen.get(set)));
      }
    }
    return sums;
  }

  private static int share(int count, int part, int parts) {
    return (int) ((long) count * part / parts);
  }

  /** Layer by layer. */
  public static List<ChannelMoments> merge(List<ChannelMoments> one, List<ChannelMoments> other) {
    return IntStream.range(0, one.size())
        .mapToObj(layer -> one.get(layer).merge(other.get(layer)))
        .toList();
  }
}
