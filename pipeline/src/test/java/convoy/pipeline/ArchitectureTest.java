// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.typesafe.config.ConfigIncluderFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.parquet.hadoop.util.HadoopOutputFile;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;

/** Holds the arrows of the design: who may know whom. */
@AnalyzeClasses(packages = "convoy", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  @ArchTest
  static final ArchRule MODULES =
      layeredArchitecture()
          .consideringOnlyDependenciesInLayers()
          .layer("pipeline")
          .definedBy("convoy.pipeline..")
          .layer("evaluation")
          .definedBy("convoy.evaluation..")
          .layer("training")
          .definedBy("convoy.training..")
          .layer("preprocessing")
          .definedBy("convoy.preprocessing..")
          .whereLayer("pipeline")
          .mayNotBeAccessedByAnyLayer()
          .whereLayer("evaluation")
          .mayOnlyBeAccessedByLayers("pipeline")
          .whereLayer("training")
          .mayOnlyBeAccessedByLayers("evaluation", "pipeline")
          .whereLayer("preprocessing")
          .mayOnlyBeAccessedByLayers("training", "evaluation", "pipeline");

  @ArchTest
  static final ArchRule ROOMS =
      slices().matching("convoy.(*).(*)..").namingSlices("$1.$2").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule MATHEMATICS_KNOWS_NO_SPARK =
      noClasses()
          .that()
          .resideInAnyPackage(
              "convoy.preprocessing.augment..",
              "convoy.preprocessing.source..",
              "convoy.preprocessing.statistics..",
              "convoy.preprocessing.storage..",
              "convoy.preprocessing.transform..",
              "convoy.training.loss..",
              "convoy.training.model..",
              "convoy.training.monitor..",
              "convoy.training.normalization..",
              "convoy.training.checkpoint..",
              "convoy.evaluation.metric..",
              "convoy.evaluation.neighbours..",
              "convoy.evaluation.picture..",
              "convoy.evaluation.report..",
              "convoy.pipeline.config..")
          .and()
          .haveSimpleNameNotEndingWith("Job")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.apache.spark..");

  @ArchTest
  static final ArchRule EXECUTOR_CODE_OWNS_NO_CONTEXT =
      noClasses()
          .that()
          .resideInAPackage("convoy.training.replica..")
          .should()
          .dependOnClassesThat()
          .haveSimpleName("JavaSparkContext")
          .orShould()
          .dependOnClassesThat()
          .haveSimpleName("SparkContext");

  /** Compiled once, the classes run on either of ND4J's backends. */
  @ArchTest
  static final ArchRule NO_BACKEND_IS_NAMED =
      noClasses()
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "org.nd4j.linalg.cpu..", "org.nd4j.linalg.jcublas..", "org.nd4j.presets..");

  @ArchTest
  static final ArchRule PROPERTIES_ARE_READ_IN_THE_PIPELINE =
      noClasses()
          .that()
          .resideOutsideOfPackage("convoy.pipeline..")
          .should()
          .callMethod(System.class, "getProperty", String.class)
          .orShould()
          .callMethod(System.class, "getProperty", String.class, String.class);

  /** {@code Release} waits: a session that is closed behind a removal prints its stack traces. */
  @ArchTest
  static final ArchRule REMOVALS_ARE_WAITED_FOR =
      noClasses()
          .that()
          .resideOutsideOfPackage("convoy.preprocessing.job..")
          .should()
          .callMethod(Broadcast.class, "destroy")
          .orShould()
          .callMethod(JavaRDD.class, "unpersist");

  /** Parquet's own file makes the folder anew that the driver of a task has deleted. */
  @ArchTest
  static final ArchRule PARQUET_MAKES_NO_FOLDERS =
      noClasses()
          .should()
          .callMethod(HadoopOutputFile.class, "fromPath", Path.class, Configuration.class);

  @ArchTest
  static final ArchRule PATHS_ARE_HADOOPS =
      noClasses()
          .that()
          .doNotImplement(ConfigIncluderFile.class) // the library's own signature
          .should()
          .dependOnClassesThat()
          .haveFullyQualifiedName("java.io.File");
}
