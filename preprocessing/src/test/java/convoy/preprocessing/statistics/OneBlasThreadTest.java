// SPDX-License-Identifier: Apache-2.0
package convoy.preprocessing.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;
import org.bytedeco.openblas.presets.openblas_nolapack;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OneBlasThreadTest {
  private int before;

  @BeforeEach
  void useTwoThreads() {
    Loader.load(openblas.class);
    before = openblas_nolapack.blas_get_num_threads();
    openblas_nolapack.blas_set_num_threads(2);
  }

  @AfterEach
  void restore() {
    openblas_nolapack.blas_set_num_threads(before);
  }

  @Test
  void worksOnOneThreadAndRestoresTheOthers() {
    assertThat(OneBlasThread.call(openblas_nolapack::blas_get_num_threads)).isEqualTo(1);
    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(2);
  }

  @Test
  void restoresTheOthersAfterAFailure() {
    assertThatThrownBy(
            () ->
                OneBlasThread.call(
                    () -> {
                      throw new IllegalStateException("failed");
                    }))
        .hasMessage("failed");
    assertThat(openblas_nolapack.blas_get_num_threads()).isEqualTo(2);
  }

  @Test
  void factorsToTheSameBitsWhateverTheNumberOfThreads() {
    int order = 400;
    double[] covariance = new double[order * order];
    for (int i = 0; i < order; i++) {
      for (int j = 0; j < order; j++) {
        covariance[i * order + j] = 1.0 / (1 + Math.abs(i - j));
      }
    }
    PrincipalComponents onTwo = PrincipalComponents.of(covariance, order);
    openblas_nolapack.blas_set_num_threads(1);
    PrincipalComponents onOne = PrincipalComponents.of(covariance, order);
    assertThat(onTwo.eigenvalues()).isEqualTo(onOne.eigenvalues());
    assertThat(onTwo.eigenvectors()).isEqualTo(onOne.eigenvectors());
  }
}
