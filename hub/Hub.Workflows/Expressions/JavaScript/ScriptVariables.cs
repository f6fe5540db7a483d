using System.Text.Json;
using Hub.Expressions.JavaScript;
using Hub.Workflows.Runtime;

namespace Hub.Workflows.Expressions.JavaScript;

/// <summary>The <c>variables</c> object: every variable in scope, read and written in place.</summary>
internal sealed class ScriptVariables(ActivityContext context) : IScriptObject
{
    public IEnumerable<string> Names
    {
        get
        {
            var names = new List<string>();
            for (var scope = context; scope is not null; scope = scope.Parent)
            {
                foreach (var (name, _) in VariableScope.Own(scope))
                {
                    if (!names.Contains(name))
                    {
                        names.Add(name);
                    }
                }
            }

            return names;
        }
    }

    public bool TryGet(string name, out HostMember member)
    {
        var found = VariableScope.TryGet(context, name, out var value);
        member = HostMember.FromValue(value);
        return found;
    }

    public bool TrySet(string name, JsonElement value)
    {
        VariableScope.Set(context, name, value.IsSet() ? value : JsonValues.Null);
        return true;
    }
}
