using System.Text.Json;
using Hub.Expressions.JavaScript;

namespace Hub.Expressions.Tests.Test262;

/// <summary>What the harness asks of its host: <c>print</c>, by which asynchronous tests tell how they ended.</summary>
internal sealed class Test262Host : IScriptHost
{
    public List<string> Printed { get; } = [];

    public bool TryResolve(string name, out HostMember member)
    {
        member = name == "print" ? HostMember.FromFunction(name, Print) : default;
        return name == "print";
    }

    public bool TryAssign(string name, JsonElement value) => false;

    private JsonElement Print(ReadOnlySpan<JsonElement> arguments)
    {
        Printed.Add(arguments.Length > 0 ? arguments[0].ToString() : string.Empty);
        return default;
    }
}
