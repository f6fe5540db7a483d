using Hub.Expressions.JavaScript.Library;
using Hub.Expressions.JavaScript.Syntax;
using Hub.Expressions.JavaScript.Values;

namespace Hub.Expressions.JavaScript.Execution;

/// <summary>A function written in the script, with the variables around it.</summary>
internal sealed class ScriptFunction : JsFunction
{
    private readonly FunctionCode code;
    private readonly HeapScope? heap;
    private readonly JsValue capturedThis;
    private readonly JsObject? capturedNewTarget;
    private readonly ScriptFunction? capturedFunction;
    private readonly Frame? capturedConstructor;
    private string? givenName;
    private Frame? spare;

    public ScriptFunction(Frame frame, FunctionCode code)
        : base(frame.Run.Intrinsic(PrototypeOf(code)))
    {
        frame.Run.Charge(168);
        this.code = code;
        heap = frame.Heap;
        IsLazy = true;
        if (code.IsArrow)
        {
            capturedThis = frame.This;
            if (capturedThis.IsEmpty)
            {
                capturedConstructor = frame.Constructor ?? frame;
            }

            capturedNewTarget = frame.NewTarget;
            capturedFunction = frame.Function;
        }
    }

    /// <summary>Where <c>super</c> looks from.</summary>
    public JsObject? Home { get; set; }

    /// <summary>Fields that a class gives to each object, as methods run on it.</summary>
    public IReadOnlyList<(PropertyKey Key, ScriptFunction? Value)> Fields { get; set; } = [];

    public FunctionCode Code => code;

    public override bool IsConstructor => code.IsConstructor;

    public void SetParent(JsObject parent) => Prototype = parent;

    public void SetName(Evaluation run, PropertyKey key, string prefix)
    {
        var name = prefix + (key.Name is JsSymbol symbol ? symbol.Description is null ? string.Empty : $"[{symbol.Description}]" : key.ToString());
        var slot = Map.Find("name");
        if (slot < 0)
        {
            givenName = name;
        }
        else if (Map.FlagsAt(slot) == PropertyFlags.Configurable && Map.ValueAt(slot) is { IsString: true, StringLength: 0 })
        {
            // The empty name of a class without one; a static member called name wins over it.
            Map.ValueAt(slot) = name;
        }
    }

    /// <summary>Where <c>super</c> looks; null at the end of the chain, which is an error when a member is asked for.</summary>
    public JsObject? SuperHolder => Home?.Prototype;

    public static JsThrow NoSuper(Evaluation run) => run.TypeError("'super' has nothing to look in");

    public override JsValue Call(Evaluation run, JsValue self, ReadOnlySpan<JsValue> arguments)
    {
        if (code.IsClass)
        {
            throw run.TypeError($"Class constructor {code.Name} cannot be invoked without 'new'");
        }

        var frame = TakeFrame(run);
        frame.This = self;
        if (code.IsArrow)
        {
            frame.This = capturedThis;
            frame.NewTarget = capturedNewTarget;
            frame.Function = capturedFunction;
            frame.Constructor = capturedConstructor;
        }

        return Invoke(run, frame, arguments);
    }

    public override JsValue Construct(Evaluation run, ReadOnlySpan<JsValue> arguments, JsObject newTarget)
    {
        if (!IsConstructor)
        {
            throw run.TypeError($"{code.Name} is not a constructor");
        }

        var frame = TakeFrame(run);
        frame.NewTarget = newTarget;
        var isDerived = code.Kind == FunctionKind.DerivedConstructor;
        frame.This = JsValue.Empty;
        if (!isDerived)
        {
            run.Charge(64);
            var made = new JsObject(PrototypeFor(run, newTarget, IntrinsicId.ObjectPrototype));
            frame.This = made;
            InitializeFields(run, made);
        }

        var result = Run(run, frame, arguments);
        var self = frame.This;
        GiveBack(frame);
        if (result.IsObject)
        {
            return result;
        }

        if (isDerived && !result.IsUndefined)
        {
            throw run.TypeError("Derived constructors may only return an object or undefined");
        }

        return self.IsEmpty ? throw run.ReferenceError("Must call super constructor before returning from a derived constructor") : self;
    }

    public void InitializeFields(Evaluation run, JsObject target)
    {
        foreach (var (key, value) in Fields)
        {
            if (!target.CreateData(run, key, value?.Call(run, target, []) ?? JsValue.Undefined))
            {
                throw run.TypeError($"Cannot define the field '{key}'");
            }
        }
    }

    protected override bool TryMake(Evaluation run, PropertyKey key)
    {
        switch (key.Text)
        {
            case "length":
                Map.Add(key, code.Length, PropertyFlags.Configurable);
                return true;
            case "name":
                Map.Add(key, givenName ?? code.Name, PropertyFlags.Configurable);
                return true;
            case "prototype" when code.IsGenerator:
                Map.Add(key, new JsObject(run.Intrinsic(IntrinsicId.GeneratorPrototype)), PropertyFlags.Writable);
                return true;
            case "prototype" when code.IsConstructor && !code.IsClass:
                var prototype = run.NewObject(1);
                prototype.PutOwn(run, "constructor", this, PropertyFlags.Hidden);
                Map.Add(key, prototype, PropertyFlags.Writable);
                return true;
            default:
                return false;
        }
    }

    protected override void MakeAll(Evaluation run)
    {
        IsLazy = false;
        Make(run, "length");
        Make(run, "name");
        Make(run, "prototype");
    }

    private void Make(Evaluation run, PropertyKey key)
    {
        if (Map.Find(key) < 0)
        {
            TryMake(run, key);
        }
    }

    private JsValue Invoke(Evaluation run, Frame frame, ReadOnlySpan<JsValue> arguments)
    {
        if (code.IsGenerator)
        {
            return StartGenerator(run, frame, arguments);
        }

        if (code.IsAsync)
        {
            return Coroutine.RunAsync(run, frame, this, arguments.ToArray());
        }

        var result = Run(run, frame, arguments);
        GiveBack(frame);
        return result;
    }

    private JsGenerator StartGenerator(Evaluation run, Frame frame, ReadOnlySpan<JsValue> arguments)
    {
        run.EnterCall();
        BindArguments(run, frame, arguments);
        var prototype = Get(run, "prototype").ObjectOrNull ?? run.Intrinsic(IntrinsicId.GeneratorPrototype);
        run.LeaveCall();
        return new JsGenerator(run, prototype, frame, this);
    }

    private JsValue Run(Evaluation run, Frame frame, ReadOnlySpan<JsValue> arguments)
    {
        run.EnterCall();
        BindArguments(run, frame, arguments);
        var result = RunBody(frame);
        run.LeaveCall();
        return result;
    }

    /// <summary>Runs the body of a frame whose arguments are bound.</summary>
    public JsValue RunBody(Frame frame)
    {
        if (code.Expression is not null)
        {
            return code.Expression.Evaluate(frame);
        }

        return BlockCode.Run(frame, code.Body) == Flow.Return ? frame.Result : JsValue.Undefined;
    }

    public void BindArguments(Evaluation run, Frame frame, ReadOnlySpan<JsValue> arguments)
    {
        code.Scope.Enter(frame);
        code.ArgumentsTarget?.Write(frame, default, ArgumentsObject.From(run, arguments));
        if (code.SimpleParameters is { } slots)
        {
            var count = Math.Min(slots.Length, arguments.Length);
            for (var i = 0; i < count; i++)
            {
                frame.Locals[slots[i]] = arguments[i];
            }

            return;
        }

        for (var i = 0; i < code.Parameters.Length; i++)
        {
            var (target, fallback, isRest) = code.Parameters[i];
            var value = i < arguments.Length ? arguments[i] : JsValue.Undefined;
            if (isRest)
            {
                var rest = i < arguments.Length ? arguments[i..].ToArray() : [];
                value = new JsArray(run, rest, rest.Length);
            }
            else if (value.IsUndefined && fallback is not null)
            {
                value = fallback.Evaluate(frame);
            }

            target.Bind(frame, value);
        }

        if (code.BodyScope is { } bodyScope)
        {
            bodyScope.Enter(frame);
            foreach (var (parameter, variable) in code.SharedVars)
            {
                variable.Write(frame, default, parameter.Evaluate(frame));
            }
        }
    }

    private Frame TakeFrame(Evaluation run)
    {
        var frame = spare;
        if (frame is null)
        {
            run.Charge(112 + (code.Locals * 16));
            frame = new Frame(run, code.Locals);
        }
        else
        {
            spare = null;
        }

        frame.Heap = heap;
        frame.Function = this;
        return frame;
    }

    /// <summary>Keeps the frame for the next call. After an error it is simply dropped.</summary>
    private void GiveBack(Frame frame)
    {
        if (!code.CanReuseFrame)
        {
            return;
        }

        Array.Clear(frame.Locals);
        frame.Result = default;
        frame.This = default;
        frame.NewTarget = null;
        frame.Constructor = null;
        frame.Heap = null;
        spare = frame;
    }

    private static IntrinsicId PrototypeOf(FunctionCode code) => (code.IsAsync, code.IsGenerator) switch
    {
        (true, false) => IntrinsicId.AsyncFunctionPrototype,
        (false, true) => IntrinsicId.GeneratorFunctionPrototype,
        _ => IntrinsicId.FunctionPrototype,
    };
}
