namespace Hub.Benchmarks;

/// <summary>A benchmark cannot be run here, or what it measured must not be believed. The message says what to do.</summary>
internal sealed class BenchmarkRefusedException(string message) : Exception(message);
