using Hub.Connectors.Sdk.Manifest;

namespace Hub.Connectors.Sdk.Session;

/// <summary>Who handles which operation.</summary>
internal sealed class CommandHandlers(ConnectorManifest manifest)
{
    private readonly Dictionary<string, Func<IServiceProvider, Command, CancellationToken, Task<Outcome>>> _handlers = new(StringComparer.Ordinal);

    public void Add(string operation, Func<IServiceProvider, Command, CancellationToken, Task<Outcome>> handler)
    {
        if (manifest.Find(operation) is not { Kind: not OperationKind.Event })
        {
            throw new ArgumentException($"The manifest has no command or query \"{operation}\". It has: {string.Join(", ", Answered())}.", nameof(operation));
        }

        if (!_handlers.TryAdd(operation, handler))
        {
            throw new ArgumentException($"\"{operation}\" has a handler already.", nameof(operation));
        }
    }

    public Func<IServiceProvider, Command, CancellationToken, Task<Outcome>>? Find(string operation) => _handlers.GetValueOrDefault(operation);

    public void ThrowIfIncomplete()
    {
        var missing = Answered().Where(operation => !_handlers.ContainsKey(operation)).ToList();
        if (missing.Count > 0)
        {
            throw new InvalidOperationException(
                $"The manifest promises {string.Join(", ", missing)}, and nothing handles it. Call connector.Handle(\"{missing[0]}\", …) before running, or take it out of the manifest.");
        }
    }

    private IEnumerable<string> Answered() =>
        manifest.Spec.Operations.Where(operation => operation.Kind != OperationKind.Event).Select(operation => operation.Name);
}
