using System.Text.Json;
using Hub.Expressions.Liquid.Execution;

namespace Hub.Expressions.Liquid.Values;

/// <summary>Values in a row.</summary>
internal abstract class LiquidList
{
    public abstract long Count { get; }

    /// <summary>The element at a position between 0 and <see cref="Count"/>.</summary>
    public abstract LiquidValue At(Rendering run, long index);

    /// <summary>The JSON behind it, or <c>default</c>.</summary>
    public virtual JsonElement Source => default;
}

/// <summary>Values that the template made.</summary>
internal sealed class ValueList : LiquidList
{
    private readonly List<LiquidValue> items;

    public ValueList(Rendering run, int capacity = 0)
    {
        run.Charge(64 + (capacity * (long)Rendering.BytesPerValue));
        items = new List<LiquidValue>(capacity);
    }

    public ValueList(Rendering run, params ReadOnlySpan<LiquidValue> values)
        : this(run, values.Length) => items.AddRange(values);

    public override long Count => items.Count;

    public List<LiquidValue> Items => items;

    public override LiquidValue At(Rendering run, long index) => items[(int)index];

    public void Add(Rendering run, LiquidValue value)
    {
        run.Step();
        run.Charge(Rendering.BytesPerValue);
        items.Add(value);
    }
}

/// <summary>A JSON array of the model, opened when first touched.</summary>
internal sealed class JsonList(JsonElement source) : LiquidList
{
    private LiquidValue[]? items;

    public override long Count => items?.Length ?? source.GetArrayLength();

    public override JsonElement Source => source;

    public override LiquidValue At(Rendering run, long index)
    {
        if (items is null)
        {
            var count = source.GetArrayLength();
            run.StepMany(count);
            run.Charge(count * (long)Rendering.BytesPerValue);
            var opened = new LiquidValue[count];
            var i = 0;
            foreach (var element in source.EnumerateArray())
            {
                opened[i++] = LiquidConvert.FromJson(run, element);
            }

            items = opened;
        }

        return items[index];
    }
}

/// <summary><c>(first..last)</c>, never written out.</summary>
internal sealed class RangeList(long first, long last) : LiquidList
{
    public override long Count => last < first ? 0 : last - first + 1;

    public override LiquidValue At(Rendering run, long index) => first + index;
}
