using System.Runtime.CompilerServices;
using System.Text.Json;
using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>One run of a script: its budgets, its own standard library, its globals and its pending jobs. Used by one thread at a time.</summary>
internal sealed class Evaluation(ScriptCode code, IScriptHost host, ExpressionBudget budget, TimeProvider clock, Func<double>? random, CancellationToken cancellationToken)
    : BudgetMeter(budget, code.Source, cancellationToken)
{
    private CommonIntrinsics common;
    private JsObject?[]? intrinsics;
    private readonly JsValue[] globals = NewGlobals(code.Globals.Length);
    private Jobs? jobs;
    private Dictionary<object, JsObject>? templates;
    private HashSet<int>? refusedGlobals;
    private HashSet<JsObject>? openJoins;
    private List<HostObject>? hostObjects;
    private string? lastText;
    private JsonElement lastTextElement;

    public TimeProvider Clock => clock;

    /// <summary>Its pending jobs; made by the first promise or generator.</summary>
    public Jobs Jobs => jobs ??= new Jobs(this);

    /// <summary>Arrays being joined right now, to end circles.</summary>
    public HashSet<JsObject> OpenJoins => openJoins ??= [];

    /// <summary>Set while the rest of an optional chain is skipped.</summary>
    public bool ChainBroken { get; set; }

    /// <summary>Whether the script gave a standard prototype a numbered member, which a new element of an array may then meet.</summary>
    public bool PrototypesHoldElements { get; set; }

    /// <summary>Whether the script changed its view of any data of the host.</summary>
    public bool HostDataChanged { get; set; }

    /// <summary>Keeps the JSON of the text read last: many expressions only pick one text, which then needs not be written anew.</summary>
    public void RememberText(string text, JsonElement element) => (lastText, lastTextElement) = (text, element);

    /// <summary>The JSON that a text was read from, when it was the last one; otherwise <c>default</c>.</summary>
    public JsonElement SourceOf(JsValue text) => lastText is not null && ReferenceEquals(text.TextReference, lastText) ? lastTextElement : default;

    public double NextRandom() =>
        random?.Invoke() ?? throw Error(IntrinsicId.ErrorPrototype, "The host offers no source of randomness");

    public JsonElement Run()
    {
        try
        {
            var frame = new Frame(this, code.Main.Locals);
            Charge(256);
            if (code.UsesThis)
            {
                frame.This = Intrinsic(IntrinsicId.Global);
            }

            foreach (var name in code.GlobalVars)
            {
                DeclareGlobal(name, JsValue.Undefined, replaces: false);
            }

            code.Main.Scope.Enter(frame);
            BlockCode.Run(frame, code.Main.Body);
            var result = frame.Result;
            if (code.IsStandard)
            {
                // A script of the standard has no value, and what it promised may stay open.
                jobs?.Drain();
                return default;
            }

            if (result.ObjectOrNull is JsPromise promise)
            {
                result = Jobs.AwaitOutermost(promise);
            }

            jobs?.Drain();
            CheckTime();
            if (HostDataChanged)
            {
                hostObjects?.ForEach(members => members.GiveBackChanges(this));
            }

            return JsonOutput.ToElement(this, result);
        }
        catch (JsThrow thrown)
        {
            throw Uncaught(thrown);
        }
        finally
        {
            jobs?.EndCoroutines();
        }
    }

    // --- the standard library of this evaluation ---

    public JsObject Intrinsic(IntrinsicId id)
    {
        ref var place = ref PlaceOf(id);
        return place ?? Make(id);
    }

    public JsObject? IntrinsicIfMade(IntrinsicId id) => PlaceOf(id);

    public JsObject? PrototypeOf(JsValue value) => value.Kind switch
    {
        JsKind.String => Intrinsic(IntrinsicId.StringPrototype),
        JsKind.Number => Intrinsic(IntrinsicId.NumberPrototype),
        JsKind.Boolean => Intrinsic(IntrinsicId.BooleanPrototype),
        JsKind.Symbol => Intrinsic(IntrinsicId.SymbolPrototype),
        JsKind.Object => value.AsObject.Prototype,
        _ => null,
    };

    public JsObject NewObject(int capacity)
    {
        Charge(64 + (capacity * 40));
        return new PlainObject(Intrinsic(IntrinsicId.ObjectPrototype), capacity);
    }

    public bool HasPlainIteration(JsArray array) =>
        ReferenceEquals(array.Prototype, Intrinsic(IntrinsicId.ArrayPrototype))
        && ((IntrinsicObject)array.Prototype).IsUntouched(JsSymbol.Iterator)
        && (IntrinsicIfMade(IntrinsicId.ArrayIteratorPrototype) is not IntrinsicObject iterator || iterator.IsUntouched("next"));

    public bool HasPlainTextIteration =>
        ((IntrinsicObject)Intrinsic(IntrinsicId.StringPrototype)).IsUntouched(JsSymbol.Iterator)
        && (IntrinsicIfMade(IntrinsicId.StringIteratorPrototype) is not IntrinsicObject iterator || iterator.IsUntouched("next"));

    public JsObject TemplateObject(object site, (string? Cooked, string Raw)[] parts)
    {
        templates ??= [];
        if (!templates.TryGetValue(site, out var made))
        {
            var raw = new JsArray(this, [.. parts.Select(static part => (JsValue)part.Raw)], parts.Length);
            made = new JsArray(this, [.. parts.Select(static part => part.Cooked is null ? JsValue.Undefined : part.Cooked)], parts.Length);
            made.PutOwn(this, "raw", raw, PropertyFlags.None);
            ObjectLibrary.Freeze(this, raw);
            ObjectLibrary.Freeze(this, made);
            templates[site] = made;
        }

        return made;
    }

    // --- free names ---

    public bool TryGetGlobal(int index, out JsValue value)
    {
        value = globals[index];
        if (!value.IsEmpty)
        {
            return true;
        }

        var name = code.Globals[index];
        if (code.IsStandard && Intrinsic(IntrinsicId.Global).HasProperty(this, name))
        {
            value = Intrinsic(IntrinsicId.Global).Get(this, name);
            return true;
        }

        if (TryResolve(name, out var member))
        {
            value = Wrap(member);
        }
        else if (Intrinsic(IntrinsicId.Global).TryGetOwn(this, name, out var property))
        {
            // A global that the script itself added may change again, so it is not remembered.
            value = property.IsAccessor ? Intrinsic(IntrinsicId.Global).Get(this, name) : property.Value;
            if (!GlobalLibrary.Table.Contains(name))
            {
                return true;
            }
        }
        else
        {
            return false;
        }

        globals[index] = value;
        return true;
    }

    /// <summary>Makes a top-level <c>var</c> or function of a standard script a member of the global object (§9.1.1.4.17).</summary>
    public void DeclareGlobal(string name, JsValue value, bool replaces)
    {
        var global = Intrinsic(IntrinsicId.Global);
        if (replaces || !global.TryGetOwn(this, name, out _))
        {
            global.PutOwn(this, name, value, PropertyFlags.Writable | PropertyFlags.Enumerable);
        }
    }

    public void SetGlobal(int index, string name, JsValue value)
    {
        if (GlobalLibrary.IsFixed(name))
        {
            throw TypeError($"Cannot assign to read only property '{name}'");
        }

        if (code.IsStandard)
        {
            if (!Intrinsic(IntrinsicId.Global).HasProperty(this, name))
            {
                throw ReferenceError($"{name} is not defined");
            }

            Intrinsic(IntrinsicId.Global).Put(this, name, value);
            return;
        }

        globals[index] = value;
        if (value.FunctionOrNull is not null || value.IsSymbol || refusedGlobals?.Contains(index) == true)
        {
            return;
        }

        var element = JsonOutput.ToElement(this, value);
        if (!AskHost(() => host.TryAssign(name, element)))
        {
            (refusedGlobals ??= []).Add(index);
        }
    }

    // --- the host ---

    public JsValue Wrap(HostMember member) =>
        member.ScriptObject is { } members ? Remember(new HostObject(this, members))
        : member.Function is { } function ? HostCall.ToFunction(this, member.Name ?? string.Empty, function)
        : JsonValues.Wrap(this, member.Value, isHost: true);

    /// <summary>As <see cref="AskHost"/>, without a closure: nearly every evaluation comes here.</summary>
    private bool TryResolve(string name, out HostMember member)
    {
        try
        {
            return host.TryResolve(name, out member);
        }
        catch (ExpressionException refusal) when (refusal.Kind == ExpressionErrorKind.Runtime)
        {
            throw Error(IntrinsicId.ErrorPrototype, refusal.Detail);
        }
    }

    /// <summary>Calls into the host; what it refuses becomes an error that the script can catch.</summary>
    public T AskHost<T>(Func<T> question)
    {
        try
        {
            return question();
        }
        catch (ExpressionException refusal) when (refusal.Kind == ExpressionErrorKind.Runtime)
        {
            throw Error(IntrinsicId.ErrorPrototype, refusal.Detail);
        }
    }

    // --- errors ---

    public JsThrow TypeError(string message) => Error(IntrinsicId.TypeErrorPrototype, message);

    public JsThrow RangeError(string message) => Error(IntrinsicId.RangeErrorPrototype, message);

    public JsThrow ReferenceError(string message) => Error(IntrinsicId.ReferenceErrorPrototype, message);

    public JsThrow DeadZone(string name, int position)
    {
        Position = position;
        return ReferenceError($"Cannot access '{name}' before initialization");
    }

    public JsThrow Error(IntrinsicId prototype, string message)
    {
        var error = new JsError(this, Intrinsic(prototype));
        error.PutOwn(this, "message", message, PropertyFlags.Hidden);
        return new JsThrow(error, Position);
    }

    private ExpressionException Uncaught(JsThrow thrown)
    {
        var position = thrown.Value.ObjectOrNull is JsError error ? error.Position : thrown.Position;
        var (line, column) = (Syntax.SyntaxError.LineAt(code.Source, position), Syntax.SyntaxError.ColumnAt(code.Source, position));
        string message;
        try
        {
            message = thrown.Value.ObjectOrNull is JsError ? Coerce.ToText(this, thrown.Value) : $"Uncaught {ErrorText.Show(this, thrown.Value)}";
        }
        catch (JsThrow)
        {
            message = "Uncaught error";
        }

        return new ExpressionException(ExpressionErrorKind.Runtime, message, $"L'expression a échoué : {message}", line, column, innerException: thrown);
    }

    private HostObject Remember(HostObject members)
    {
        (hostObjects ??= []).Add(members);
        return members;
    }

    private ref JsObject? PlaceOf(IntrinsicId id)
    {
        if ((int)id < CommonIntrinsics.Count)
        {
            return ref common[(int)id];
        }

        intrinsics ??= new JsObject?[(int)IntrinsicId.Count];
        return ref intrinsics[(int)id];
    }

    private JsObject Make(IntrinsicId id)
    {
        // Making one makes those it builds on, so its place is looked up again.
        var made = Intrinsics.Create(this, id);
        PlaceOf(id) = made;
        return made;
    }

    private static JsValue[] NewGlobals(int count)
    {
        var values = count == 0 ? [] : new JsValue[count];
        Array.Fill(values, JsValue.Empty);
        return values;
    }

    /// <summary>Room for the standard objects that even the smallest script touches.</summary>
    [InlineArray(Count)]
    private struct CommonIntrinsics
    {
        public const int Count = (int)IntrinsicId.RegExpPrototype + 1;

        private JsObject? first;
    }
}
