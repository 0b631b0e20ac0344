// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.session;

import static org.assertj.core.api.Assertions.assertThat;

import convoy.pipeline.session.StandaloneMaster.Worker;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkConf;
import org.junit.jupiter.api.Test;

class AskedExecutorsTest {
  private static final List<Worker> TWO = List.of(new Worker(4, 4096), new Worker(3, 4096));

  /** Settings as {@code key=value}. */
  private static SparkConf conf(String... settings) {
    SparkConf conf = new SparkConf(false);
    for (String setting : settings) {
      String[] parts = setting.split("=", 2);
      conf.set("spark." + parts[0], parts[1]);
    }
    return conf;
  }

  private static AskedExecutors standalone(List<Worker> workers, String... settings) {
    return AskedExecutors.of(conf(settings), "spark://host:7077", workers);
  }

  private static AskedExecutors yarn(String... settings) {
    return AskedExecutors.of(conf(settings), "yarn", List.of());
  }

  @Test
  void aStandaloneClusterIsAskedForEveryCoreThatItsMasterKnows() {
    AskedExecutors all = standalone(TWO);

    assertThat(all.amount()).isEqualTo(7);
    assertThat(all.slots()).isEqualTo(7);
    assertThat(all.complete(6)).isFalse();
    assertThat(all.enough(6)).isFalse();
    assertThat(all.complete(7)).isTrue();
    assertThat(all.missing(7)).isFalse();
    assertThat(all.found(6)).isEqualTo("Spark has 6 of the 7 cores asked for");
    assertThat(all.setting()).isEqualTo("spark.cores.max");
  }

  @Test
  void aLimitAndWholeExecutorsAreWhatIsAskedFor() {
    assertThat(standalone(TWO, "cores.max=5").amount()).isEqualTo(5);
    assertThat(standalone(TWO, "cores.max=5", "executor.cores=2").amount()).isEqualTo(4);
    assertThat(standalone(TWO, "executor.cores=2").amount()).isEqualTo(6);
    assertThat(standalone(TWO, "cores.max=100").amount()).isEqualTo(100);
  }

  @Test
  void aWorkerWithTooLittleMemoryOffersNothing() {
    List<Worker> workers = List.of(new Worker(4, 2048), new Worker(2, 1000));

    assertThat(standalone(workers, "executor.memory=2g").amount()).isEqualTo(4);
  }

  @Test
  void whereTheMasterSaysNothingAnyNumberIsEnoughOnceItStandsStill() {
    AskedExecutors unknown = standalone(List.of());

    assertThat(unknown.complete(5)).isFalse();
    assertThat(unknown.enough(1)).isTrue();
    assertThat(unknown.missing(1)).isFalse();
    assertThat(unknown.slots()).isEqualTo(1);
  }

  @Test
  void yarnAndKubernetesAreAskedForExecutors() {
    assertThat(yarn().amount()).isEqualTo(2);
    AskedExecutors four = yarn("executor.instances=4", "executor.cores=8", "task.cpus=2");

    assertThat(four.amount()).isEqualTo(4);
    assertThat(four.slots()).isEqualTo(16);
    assertThat(four.found(3)).isEqualTo("Spark has 3 of the 4 executors asked for");
    assertThat(four.setting()).isEqualTo("spark.executor.instances");
  }

  @Test
  void dynamicAllocationIsAskedForAsManyAsItMayHave() {
    String on = "dynamicAllocation.enabled=true";

    assertThat(yarn(on, "dynamicAllocation.maxExecutors=9").amount()).isEqualTo(9);
    assertThat(yarn(on).amount()).isEqualTo(1);
    assertThat(yarn(on, "dynamicAllocation.minExecutors=3").amount()).isEqualTo(3);
    assertThat(standalone(TWO, on).amount()).isEqualTo(7);
    assertThat(standalone(TWO, on, "dynamicAllocation.maxExecutors=2", "executor.cores=1").amount())
        .isEqualTo(2);
    assertThat(yarn(on).dynamic()).isTrue();
    assertThat(yarn(on).setting()).isEqualTo("spark.dynamicAllocation.maxExecutors");
  }

  @Test
  void sparksOwnSettingsSayHowManyAreEnoughAndHowLongToWait() {
    AskedExecutors asked =
        yarn(
            "executor.instances=10",
            "scheduler.minRegisteredResourcesRatio=0.75",
            "scheduler.maxRegisteredResourcesWaitingTime=2min");

    assertThat(asked.enough(7)).isFalse();
    assertThat(asked.enough(8)).isTrue();
    assertThat(asked.complete(8)).isFalse();
    assertThat(asked.patience()).isEqualTo(Duration.ofMinutes(2));
    assertThat(yarn().patience()).isEqualTo(Duration.ofSeconds(30));
  }

  /** Executors that did not come are waited for once. */
  @Test
  void noMoreIsAskedForThanWasFound() {
    AskedExecutors again = standalone(TWO).atMost(4);

    assertThat(again.complete(3)).isFalse();
    assertThat(again.complete(4)).isTrue();
    assertThat(again.missing(4)).isFalse();
    assertThat(standalone(TWO).atMost(9)).isEqualTo(standalone(TWO));
  }
}
