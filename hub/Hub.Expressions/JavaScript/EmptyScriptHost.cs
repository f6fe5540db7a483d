using System.Text.Json;

namespace Hub.Expressions.JavaScript;

/// <summary>A host that offers nothing: the script sees the standard library only.</summary>
public sealed class EmptyScriptHost : IScriptHost
{
    private EmptyScriptHost()
    {
    }

    /// <summary>The one instance; it has no state.</summary>
    public static EmptyScriptHost Instance { get; } = new();

    /// <inheritdoc />
    public bool TryResolve(string name, out HostMember member)
    {
        member = default;
        return false;
    }

    /// <inheritdoc />
    public bool TryAssign(string name, JsonElement value) => false;
}
