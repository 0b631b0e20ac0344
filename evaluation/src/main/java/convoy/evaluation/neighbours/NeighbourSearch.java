// SPDX-License-Identifier: Apache-2.0
package convoy.evaluation.neighbours;

/**
 * Compares some queries with blocks of training examples, on an executor, and keeps the k nearest
 * by {@link Distance#between}.
 *
 * <p>Exactly those: where the {@link Estimates} are not the distances themselves, the distance is
 * computed by its definition of every example that may be among the k nearest so far, and an
 * example is passed over only if its distance is at the least above theirs. With n examples in an
 * order that has nothing to do with the distances these are about {@code k (1 + ln(n / k))} a
 * query, and those that the margin cannot tell apart.
 */
final class NeighbourSearch implements AutoCloseable {
  private final Distance distance;
  private final Vectors queries;
  private final Estimates estimates;
  private final KBest best;
  private final double[] computed;
  private final float[] query;
  private final float[] example;

  /** Prepares; the queries are at least one. */
  NeighbourSearch(Distance distance, Vectors queries, int k) {
    this.distance = distance;
    this.queries = queries;
    this.estimates = distance.estimates(queries);
    this.best = KBest.zero(queries.count(), k);
    this.computed = new double[estimates.batch() * estimates.tile()];
    this.query = new float[queries.dimension()];
    this.example = new float[queries.dimension()];
  }

  /**
   * Compares all queries with all examples of a block but some.
   *
   * @param first index of the block's first example in the training split
   * @param leftOut indices that are no neighbours of these queries
   * @throws IllegalArgumentException if the examples are not such as the queries
   */
  void add(Vectors block, int first, Stretch leftOut) {
    if (block.dimension() != queries.dimension() || block.exact() != queries.exact()) {
      throw new IllegalArgumentException(
          "%s values of an example are not compared with %s of a query, nor bytes with floats"
              .formatted(block.dimension(), queries.dimension()));
    }
    int count = block.count();
    int before = Math.min(count, Math.max(0, leftOut.from() - first));
    int after = Math.min(count, Math.max(0, leftOut.to() - first));
    addAll(block, first, new Stretch(0, before));
    addAll(block, first, new Stretch(Math.max(before, after), count));
  }

  private void addAll(Vectors block, int first, Stretch positions) {
    for (int from = positions.from(); from < positions.to(); from += estimates.tile()) {
      Stretch tile = new Stretch(from, Math.min(from + estimates.tile(), positions.to()));
      estimates.load(block, tile.from(), tile.to());
      for (int q = 0; q < queries.count(); q += estimates.batch()) {
        Stretch batch = new Stretch(q, Math.min(q + estimates.batch(), queries.count()));
        addTile(block, first, tile, batch);
      }
    }
  }

  private void addTile(Vectors block, int first, Stretch tile, Stretch batch) {
    estimates.compute(batch.from(), batch.to(), computed);
    for (int q = batch.from(); q < batch.to(); q++) {
      int row = (q - batch.from()) * tile.count();
      if (queries.exact()) {
        keepNearest(q, row, tile.count(), first + tile.from());
      } else {
        compareAgain(q, row, block, tile, first);
      }
    }
  }

  /** Takes what was computed for the distances. */
  private void keepNearest(int q, int row, int count, int index) {
    double bound = best.bound(q);
    for (int i = 0; i < count; i++) {
      if (computed[row + i] <= bound) {
        best.add(q, computed[row + i], index + i);
        bound = best.bound(q);
      }
    }
  }

  /** Computes the distances of those that may be near enough. */
  private void compareAgain(int q, int row, Vectors block, Stretch tile, int first) {
    double bound = best.bound(q);
    queries.copy(q, query, 0);
    for (int i = 0; i < tile.count(); i++) {
      // Not: least <= bound. What is not a number rules nothing out.
      if (!(estimates.least(q, i, computed[row + i]) > bound)) {
        int position = tile.from() + i;
        block.copy(position, example, 0);
        best.add(q, distance.between(query, example), first + position);
        bound = best.bound(q);
      }
    }
  }

  /** The nearest of all blocks that were added. */
  KBest best() {
    return best;
  }

  @Override
  public void close() {
    estimates.close();
  }
}
