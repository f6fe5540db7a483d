namespace Hub.Connectors.Sdk.Manifest;

/// <summary>A manifest is missing or wrong. The message lists every mistake with its place.</summary>
[System.Diagnostics.CodeAnalysis.SuppressMessage("Design", "CA1032:Implement standard exception constructors", Justification = "Without mistakes there is nothing to throw.")]
public sealed class ManifestException(string file, IReadOnlyList<string> mistakes)
    : Exception($"The manifest {file} cannot be used:{Environment.NewLine}- {string.Join(Environment.NewLine + "- ", mistakes)}")
{
    public IReadOnlyList<string> Mistakes { get; } = mistakes;
}
