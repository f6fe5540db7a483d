using System.Text.Json;

namespace Hub.Expressions.JavaScript;

/// <summary>An object of the host whose members are looked up when the script asks, such as Elsa's <c>variables</c>.</summary>
/// <remarks>The engine asks for the exact name first, then for the name with the other case of its first letter.</remarks>
public interface IScriptObject
{
    /// <summary>The names that <c>Object.keys</c> and <c>for…in</c> show.</summary>
    IEnumerable<string> Names { get; }

    /// <summary>Reads a member; false when there is none (the script sees <c>undefined</c>).</summary>
    bool TryGet(string name, out HostMember member);

    /// <summary>Writes a member; false refuses, and the script sees a <c>TypeError</c>.</summary>
    bool TrySet(string name, JsonElement value);
}
