namespace Hub.Server.Demo;

/// <summary>A program to start beside the demo.</summary>
/// <param name="Name">Names its log file.</param>
/// <param name="Address">Where it listens once it is ready; null for a program that listens nowhere.</param>
/// <param name="Ready">A route that answers success once it is ready; null: listening is enough.</param>
internal sealed record ChildProgram(string Name, string File, IReadOnlyList<string> Arguments, IReadOnlyDictionary<string, string> Environment, Uri? Address, string? Ready = null);
