using System.Text.Json;
using Hub.Expressions.JavaScript.Execution;

namespace Hub.Expressions.JavaScript.Values;

/// <summary>A JSON object seen through the language: members are wrapped when first read, and copied only when the script changes or lists them.</summary>
internal sealed class JsonObject : JsObject
{
    private readonly bool isHost;
    private JsonElement source;

    public JsonObject(Evaluation run, JsonElement source, bool isHost)
        : base(run.Intrinsic(IntrinsicId.ObjectPrototype))
    {
        run.Charge(80);
        this.source = source;
        this.isHost = isHost;
        IsLazy = true;
    }

    /// <summary>The JSON behind this object while nothing in it can have changed; otherwise <c>default</c>.</summary>
    public JsonElement Untouched
    {
        get
        {
            for (var i = 0; i < Map.Slots; i++)
            {
                if (Map.ValueAt(i).IsObject)
                {
                    return default;
                }
            }

            return source;
        }
    }

    public override JsValue Get(Evaluation run, PropertyKey key, JsValue receiver)
    {
        var value = base.Get(run, key, receiver);
        return isHost && value.IsUndefined && key.Text is { Length: > 0 } name && TryGetOwn(run, HostNames.OtherCase(name), out var property)
            ? property.Value
            : value;
    }

    public override void PutOwn(Evaluation run, PropertyKey key, JsValue value, PropertyFlags flags)
    {
        run.HostDataChanged |= isHost;
        base.PutOwn(run, key, value, flags);
    }

    protected override void RemoveOwn(Evaluation run, PropertyKey key)
    {
        run.HostDataChanged |= isHost;
        base.RemoveOwn(run, key);
    }

    protected override bool TryMake(Evaluation run, PropertyKey key)
    {
        if (key.IsSymbol || !source.TryGetProperty(key.Text ?? key.ToString(), out var member))
        {
            return false;
        }

        run.Charge(48);
        Map.Add(key, JsonValues.Wrap(run, member, isHost), PropertyFlags.All);
        return true;
    }

    protected override void MakeAll(Evaluation run)
    {
        IsLazy = false;
        var made = Map;
        var all = default(PropertyMap);
        foreach (var member in source.EnumerateObject())
        {
            run.Step();
            var key = PropertyKey.From(member.Name);
            var slot = made.Find(key);
            var value = slot >= 0 ? made.ValueAt(slot) : JsonValues.Wrap(run, member.Value, isHost);
            var twice = all.Find(key);
            if (twice >= 0)
            {
                all.ValueAt(twice) = value;
            }
            else
            {
                run.Charge(72 + (key.Text?.Length * 2 ?? 0));
                all.Add(key, value, PropertyFlags.All);
            }
        }

        Map = all;
        source = default;
    }
}
