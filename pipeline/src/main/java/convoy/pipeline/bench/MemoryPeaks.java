// SPDX-License-Identifier: Apache-2.0
package convoy.pipeline.bench;

/**
 * The most memory that a process held, in bytes.
 *
 * @param heap at most: the peaks of the heap's pools added up, garbage included, or the heap's
 *     limit where that is less
 * @param nativeMemory at least: the most that was resident beyond the committed heap, which is
 *     BLAS, LAPACK, JavaCPP, and the JVM's own
 * @param resident the most that was resident at one time, all together
 */
public record MemoryPeaks(long heap, long nativeMemory, long resident) {}
