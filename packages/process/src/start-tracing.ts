/** Records traces where the environment asks for them; else no SDK is loaded. */
import type { NodeTracerProvider } from '@opentelemetry/sdk-trace-node';

/** Ends with the last spans sent. */
export interface Tracing {
  close(): Promise<void>;
}

const CLOSE_MS = 3_000;

/**
 * OTEL_EXPORTER_OTLP_ENDPOINT or OTEL_EXPORTER_OTLP_TRACES_ENDPOINT asks for traces, unless
 * OTEL_SDK_DISABLED is true or OTEL_TRACES_EXPORTER none. The SDK reads the other OTEL_ variables.
 */
export async function startTracing(name: string, env: NodeJS.ProcessEnv): Promise<Tracing> {
  if (!isAskedFor(env)) return { close: async () => {} };
  env.OTEL_SERVICE_NAME ??= `longshore-${name}`;
  const [{ BatchSpanProcessor, NodeTracerProvider: Provider }, { OTLPTraceExporter }, resources] =
    await Promise.all([
      import('@opentelemetry/sdk-trace-node'),
      import('@opentelemetry/exporter-trace-otlp-http'),
      import('@opentelemetry/resources'),
    ]);
  const { defaultResource, detectResources, envDetector } = resources;
  const provider: NodeTracerProvider = new Provider({
    resource: defaultResource().merge(detectResources({ detectors: [envDetector] })),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  provider.register();
  return {
    close: async () => {
      const late = new Promise<void>((resolve) => setTimeout(resolve, CLOSE_MS).unref());
      // a collector that is away keeps no process from its end
      await Promise.race([provider.shutdown().catch(() => undefined), late]);
    },
  };
}

const isAskedFor = (env: NodeJS.ProcessEnv): boolean =>
  Boolean(env.OTEL_EXPORTER_OTLP_ENDPOINT || env.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT) &&
  env.OTEL_SDK_DISABLED !== 'true' &&
  env.OTEL_TRACES_EXPORTER !== 'none';
