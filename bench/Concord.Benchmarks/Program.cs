using BenchmarkDotNet.Running;
using Concord.Benchmarks.Fuzz;
using Concord.Benchmarks.Roofline;

if (args is ["roofline", .. var words])
    return RooflineCommand.Run(words, Console.Out, Console.Error);
if (args is ["fuzz", .. var files])
    return FuzzCommand.Run(files, Console.Out, Console.Error);
BenchmarkSwitcher.FromAssembly(typeof(RooflineCommand).Assembly).Run(args);
return 0;
