using System.Text.Json;

namespace Hub.Expressions.JavaScript;

/// <summary>A value that the host shows to a script: JSON data, a function, or an object with members looked up on demand.</summary>
public readonly struct HostMember
{
    private HostMember(JsonElement value, string? name, HostFunction? function, IScriptObject? scriptObject)
    {
        Value = value;
        Name = name;
        Function = function;
        ScriptObject = scriptObject;
    }

    /// <summary>The data, when this is data; <c>default</c> is <c>undefined</c>.</summary>
    public JsonElement Value { get; }

    /// <summary>The name of the function, for messages.</summary>
    public string? Name { get; }

    /// <summary>The function, when this is one.</summary>
    public HostFunction? Function { get; }

    /// <summary>The object, when this is one.</summary>
    public IScriptObject? ScriptObject { get; }

    /// <summary>Shows JSON data. The script may change its own view of it, never the data itself.</summary>
    public static HostMember FromValue(JsonElement value) => new(value, null, null, null);

    /// <summary>Shows a function under a name.</summary>
    public static HostMember FromFunction(string name, HostFunction function)
    {
        ArgumentNullException.ThrowIfNull(function);
        return new(default, name, function, null);
    }

    /// <summary>Shows an object whose members are looked up on demand.</summary>
    public static HostMember FromObject(IScriptObject scriptObject)
    {
        ArgumentNullException.ThrowIfNull(scriptObject);
        return new(default, null, null, scriptObject);
    }
}
