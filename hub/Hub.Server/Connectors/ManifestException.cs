namespace Hub.Server.Connectors;

/// <summary>A manifest that cannot be used, with every mistake and its place.</summary>
public sealed class ManifestException(string source, IReadOnlyList<PayloadError> errors)
    : Exception($"{source}: {string.Join(" ", errors.Select(error => $"{error.InstanceLocation}: {error.Message.En}"))}")
{
    public IReadOnlyList<PayloadError> Errors { get; } = errors;
}
