using System.Text.Json;

namespace Hub.Expressions.JavaScript;

/// <summary>What a script can reach outside itself. A name that the host does not know falls back to the standard library.</summary>
public interface IScriptHost
{
    /// <summary>Gives the member behind a free identifier; asked at most once per name and evaluation, when first read.</summary>
    bool TryResolve(string name, out HostMember member);

    /// <summary>Takes an assignment to a free identifier; false keeps the value inside the evaluation only.</summary>
    bool TryAssign(string name, JsonElement value);
}
