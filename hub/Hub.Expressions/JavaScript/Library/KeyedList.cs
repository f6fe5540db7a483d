using Hub.Expressions.JavaScript.Execution;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Library;

/// <summary>The entries of a Map or Set in insertion order. Iterators stay valid while entries come and go.</summary>
internal sealed class KeyedList
{
    private readonly Dictionary<JsValue, int> index = new(new SameValueZeroComparer());
    private readonly List<(JsValue Key, JsValue Value)> entries = [];

    public int Count => index.Count;

    /// <summary>Positions to walk, removed ones included.</summary>
    public int Slots => entries.Count;

    public bool TryGet(JsValue key, out JsValue value)
    {
        if (index.TryGetValue(key, out var at))
        {
            value = entries[at].Value;
            return true;
        }

        value = default;
        return false;
    }

    public void Set(Evaluation run, JsValue key, JsValue value)
    {
        if (key.IsNumber && key.AsNumber == 0)
        {
            key = 0;
        }

        if (index.TryGetValue(key, out var at))
        {
            entries[at] = (key, value);
            return;
        }

        run.Charge(72);
        index.Add(key, entries.Count);
        entries.Add((key, value));
    }

    public bool Remove(JsValue key)
    {
        if (!index.Remove(key, out var at))
        {
            return false;
        }

        entries[at] = (JsValue.Empty, default);
        return true;
    }

    public void Clear()
    {
        index.Clear();
        for (var i = 0; i < entries.Count; i++)
        {
            entries[i] = (JsValue.Empty, default);
        }
    }

    /// <summary>The next entry from a position on; moves the position behind it.</summary>
    public bool MoveNext(Evaluation run, ref int position, out JsValue key, out JsValue value)
    {
        while (position < entries.Count)
        {
            run.Step();
            (key, value) = entries[position++];
            if (!key.IsEmpty)
            {
                return true;
            }
        }

        key = value = default;
        return false;
    }

    private sealed class SameValueZeroComparer : IEqualityComparer<JsValue>
    {
        public bool Equals(JsValue x, JsValue y) => Coerce.SameValueZero(x, y);

        public int GetHashCode(JsValue value) => value.Kind switch
        {
            JsKind.Number => value.AsNumber == 0 ? 0 : value.AsNumber.GetHashCode(),
            JsKind.String => value.AsString.GetHashCode(StringComparison.Ordinal),
            JsKind.Boolean => value.IsTrue ? 1 : 2,
            JsKind.Object => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.AsObject),
            JsKind.Symbol => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(value.AsSymbol),
            _ => (int)value.Kind,
        };
    }
}

/// <summary>A Map or a Set; which of the two, its class name tells.</summary>
internal sealed class JsCollection(JsObject prototype, string className) : JsObject(prototype)
{
    public override string ClassName => className;

    public KeyedList Entries { get; } = new();
}
